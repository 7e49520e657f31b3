// What may stand in a label, character by character. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::images {

// See check_label.
Result<void> check_label_text(std::string_view text);

// Of a text that has been checked: is there any character that leaves ink?
bool has_visible(std::string_view text);

// What of a text of strangers can stand in a drawing: without what is no text, and cut to so many
// characters, with "…" in the last one's place when there were more. Of bytes that are not UTF-8,
// what comes before them.
std::string drawable(std::string_view text, std::size_t characters_max);

}  // namespace vitrine::images
