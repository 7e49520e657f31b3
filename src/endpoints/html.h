// Text into HTML. Pure.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::endpoints {

// Escapes & < > " ' so that the text can stand between tags and in quoted attributes.
std::string escape_html(std::string_view text);

}  // namespace vitrine::endpoints
