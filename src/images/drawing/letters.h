// What may stand in a label, character by character. Pure.
#pragma once

#include <string_view>

#include "failure/result.h"

namespace vitrine::images {

// See check_label.
Result<void> check_label_text(std::string_view text);

// Of a text that has been checked: is there any character that leaves ink?
bool has_visible(std::string_view text);

}  // namespace vitrine::images
