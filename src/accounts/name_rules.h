// What people may be called. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "accounts/refusal.h"

namespace vitrine::accounts {

inline constexpr std::size_t kNameCharactersMax = 64;

// 1 to 64 printable characters of UTF-8. Refused is what looks like another name: blanks at the
// ends or side by side, invisible characters, and accents that are characters of their own (most
// keyboards write the letter with its accent as one).
Outcome<void> check_name(std::string_view name);

// The same for names that differ in the case of letters only. A name that check_name() refuses
// gives a text that nobody's name gives.
std::string fold_name(std::string_view name);

}  // namespace vitrine::accounts
