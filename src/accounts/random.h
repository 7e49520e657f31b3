// Randomness as a parameter: crypto::random_bytes, or what a test chooses. And the texts that are
// made of it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace vitrine::accounts {

// Any thread may call.
using Random = std::function<std::string(std::size_t)>;

// 256 bits as 43 characters that stand in cookies and headers as they are.
std::string new_token(const Random& random);
// 96 bits as 16 characters: a name for something, no secret.
std::string new_id(const Random& random);

}  // namespace vitrine::accounts
