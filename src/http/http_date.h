// Dates as HTTP writes them (RFC 9110, 5.6.7). Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runtime/clock.h"

namespace vitrine::http {

inline constexpr std::size_t kDateBytes = 29;

// "Sun, 06 Nov 1994 08:49:37 GMT". Fractions of a second are dropped; years are 0 to 9999.
void write_http_date(WallTime time, std::span<char, kDateBytes> out);
std::string http_date(WallTime time);

// Also reads the two obsolete forms: "Sunday, 06-Nov-94 08:49:37 GMT" (two-digit years are 1970 to
// 2069) and "Sun Nov  6 08:49:37 1994". Absent for anything else; the name of the weekday is not
// compared with the date.
std::optional<WallTime> parse_http_date(std::string_view text);

}  // namespace vitrine::http
