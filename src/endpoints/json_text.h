// Small JSON answers, written by hand where a request must not cost much.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::endpoints {

// Appends `text` as a JSON string with its quotes (RFC 8259). `text` is UTF-8.
void append_json_text(std::string& to, std::string_view text);

}  // namespace vitrine::endpoints
