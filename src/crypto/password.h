// Passwords as they are stored: argon2id by libsodium, as text that says itself how it was made
// ("$argon2id$v=19$m=19456,t=2,p=1$salt$hash"). Any thread. A call costs about 20 milliseconds of
// CPU and 19 MiB while it runs, so callers bound how many run at once and keep them off event
// loops.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::crypto {

// What one hash costs. The defaults are what the OWASP cheat sheet asks for; one lane always.
struct PasswordCost {
  std::size_t memory_bytes = 19 * 1024 * 1024;
  std::uint64_t passes = 2;
};

// With a salt of its own, so that equal passwords differ. Throws std::bad_alloc when there is not
// so much memory.
std::string hash_password(std::string_view password, const PasswordCost& cost = {});

// Is this the password behind `encoded`? Takes its time also when it is not. False for a text that
// hash_password() has not written, without taking any.
bool is_password(std::string_view password, std::string_view encoded);

// Was it made at another cost than this one? Then the next login makes it anew.
bool is_outdated(std::string_view encoded, const PasswordCost& cost = {});

}  // namespace vitrine::crypto
