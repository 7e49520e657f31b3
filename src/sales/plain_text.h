// What a text of a purchase may be, and how a message shows it.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::sales {

// UTF-8 without control characters (C0, DEL and C1)?
bool is_plain_text(std::string_view text);

// In quotes, cut to 64 bytes between two characters; what is no plain text is not shown.
std::string shown(std::string_view text);

}  // namespace vitrine::sales
