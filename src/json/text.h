// Texts of JSON. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine::json {

// Appends `text` as a JSON string with its quotes (RFC 8259). `text` is UTF-8.
void append_text(std::string& to, std::string_view text);

// Bytes of the UTF-8 character (RFC 3629) at the front of `text`; 0 when there is none.
std::size_t utf8_bytes(std::string_view text);

}  // namespace vitrine::json
