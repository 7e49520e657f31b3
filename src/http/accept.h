// The Accept header (RFC 9110, 12.5.1). Pure.
#pragma once

#include <string_view>

#include "http/request.h"

namespace vitrine::http {

// Would the client rather have JSON than plain text? Yes when JSON has the higher quality, or the
// same one and is named itself, not through a wildcard: "application/json, text/plain, */*" means
// JSON, as scripts send it, and "*/*" means text.
bool prefers_json(const Request& request);

}  // namespace vitrine::http
