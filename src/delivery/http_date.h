// Last-Modified of an origin, as a time.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/clock.h"

namespace vitrine::delivery {

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that RFC 9110 lets servers write. Absent for
// anything else: then the time of the fetch serves.
std::optional<WallTime> parse_http_date(std::string_view text);

}  // namespace vitrine::delivery
