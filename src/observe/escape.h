// Makes hostile text harmless in a log line and on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::observe {

// Appends `text` with every control character as \xNN: C0, DEL, and C1 in its UTF-8 form, which
// some terminals obey.
void append_escaped(std::string& to, std::string_view text);
// The same for the value of a `key=value` field: spaces are escaped too, so that a value cannot
// forge a field, and an empty one is "-".
void append_value(std::string& to, std::string_view text);

}  // namespace vitrine::observe
