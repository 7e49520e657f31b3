// Status lines: "HTTP/1.1 404 Not Found\r\n". Pure.
#pragma once

#include <string_view>

namespace vitrine::http {

// The whole line with its end. A status that is not in the table gets the line of its class, which
// is what a client takes an unknown one for (299 to 200).
std::string_view status_line(int status);

// May an answer with this status have a body (RFC 9110, 6.4.1)?
constexpr bool may_have_body(int status) {
  return status != 204 && status != 304 && status != 101;
}

}  // namespace vitrine::http
