// Text of strangers inside markup, of pango and of XML alike.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::images {

// As text or between quotes. Control characters are not made harmless: check_label refuses them.
std::string escape_markup(std::string_view text);

}  // namespace vitrine::images
