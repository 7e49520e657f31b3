// Text of strangers inside markup, of pango and of XML alike.
#pragma once

#include <string>
#include <string_view>

#include "images/label.h"

namespace vitrine::images {

// As text or between quotes. Control characters are not made harmless: check_label refuses them.
std::string escape_markup(std::string_view text);

// "#1d4ed8".
std::string css_colour(Colour colour);

}  // namespace vitrine::images
