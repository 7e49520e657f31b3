// Random tokens, their text forms, and comparison in constant time. Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::crypto {

// From the kernel's generator. Throws when the machine cannot give randomness.
std::string random_bytes(std::size_t count);

// RFC 4648 section 5, without padding.
std::string base64url(std::string_view bytes);
// Absent for anything that base64url() could not have written (padding, other alphabets, stray
// bits).
std::optional<std::string> from_base64url(std::string_view text);
// Both cases of letters; absent for an odd length or any other character.
std::optional<std::string> from_hex(std::string_view text);

// Takes the same time wherever the first difference is. Different lengths compare at once.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace vitrine::crypto
