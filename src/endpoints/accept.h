// The Accept header (RFC 9110, 12.5.1). Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace vitrine::endpoints {

enum class Wildcards : std::uint8_t {
  honoured,  // "image/*" and "*/*" count
  ignored,   // only the type itself counts
};

// The quality that `accept` gives to `type` ("image/webp"), in thousandths: 0 (not acceptable) to
// 1000. The most specific range that matches decides; a malformed quality counts as 1000, as
// browsers do.
int quality_of(std::string_view type, std::string_view accept, Wildcards wildcards);

}  // namespace vitrine::endpoints
