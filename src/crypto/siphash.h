// SipHash-2-4 (Aumasson and Bernstein, 2012), by libsodium: a keyed hash of short texts that tells
// nothing about them to whoever does not know the key. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace vitrine::crypto {

// `key` has 16 bytes; anything else is a broken program.
std::uint64_t siphash(std::string_view key, std::string_view text);

}  // namespace vitrine::crypto
