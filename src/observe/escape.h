// Makes hostile text harmless in a log line and on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::observe {

// Appends `text` with every control character as \xNN: C0, DEL, and C1 in its UTF-8 form, which
// some terminals obey.
void append_escaped(std::string& to, std::string_view text);

}  // namespace vitrine::observe
