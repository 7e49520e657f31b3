// The Accept and Accept-Encoding headers (RFC 9110, 12.5.1 and 12.5.3). Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/request.h"

namespace vitrine::http {

// What a client says about one media type. The most specific of its ranges decides.
struct Acceptance {
  // Thousandths: 0 (not acceptable, or not mentioned) to 1000. A malformed q counts as 1000, as if
  // it were absent.
  int quality = 0;
  // How the type was mentioned: 3 by its name, 2 by "image/*", 1 by "*/*", 0 not at all.
  int specificity = 0;

  bool by_name() const { return specificity == 3; }
};

// `type` is lower-case: "image/webp". Several Accept headers count as one.
Acceptance acceptance_of(const Request& request, std::string_view type);

// Would the client rather have JSON than this other type? Yes when JSON has the higher quality, or
// the same one and is named itself, not through a wildcard: "application/json, text/plain, */*"
// means JSON, as scripts send it, and "*/*" does not.
bool prefers_json(const Request& request, std::string_view other = "text/plain");

// What Accept-Encoding says about a coding ("br"), in thousandths: 0 when it is not named, neither
// itself nor through a wildcard.
int coding_quality(const Request& request, std::string_view coding);

}  // namespace vitrine::http
