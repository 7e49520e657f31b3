// Which passwords are refused when one is chosen: too short, too long, the name itself, and those
// that guessers try first. No rules about kinds of characters: they make passwords worse. Pure; any
// thread.
#pragma once

#include <string_view>

#include "accounts/refusal.h"

namespace vitrine::accounts {

inline constexpr std::size_t kPasswordBytesMin = 8;
inline constexpr std::size_t kPasswordBytesMax = 1024;

Outcome<void> check_password(std::string_view password, std::string_view name);

// Among the most common: a well-known word, also with digits and signs around it or in the place of
// its letters ("P@ssw0rd!", "dragon2024"), the same few characters again and again, or a row of the
// alphabet, of the digits or of the keyboard.
bool is_common_password(std::string_view password);

}  // namespace vitrine::accounts
