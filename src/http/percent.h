// Percent-encoding (RFC 3986, 2.1) and what decoded text may be. Pure.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::http {

// Appends `text`, decoded once; '+' stays '+'. False for an escape without two hex digits; what was
// appended is then of no use.
bool percent_decode(std::string_view text, std::string& decoded);

// Is it UTF-8 without control characters (C0, DEL and C1)?
bool is_plain_text(std::string_view text);

}  // namespace vitrine::http
