#include "crypto/password.h"

#include <sodium.h>

#include <array>
#include <new>
#include <stdexcept>

namespace vitrine::crypto {

namespace {

// Chooses the fastest code for this machine, once.
void start_sodium() {
  static const int started = sodium_init();
  if (started < 0) throw std::runtime_error("libsodium cannot be started");
}

// libsodium writes its texts into arrays of this size, and reads them from there to the zero.
using Encoded = std::array<char, crypto_pwhash_STRBYTES>;

bool copy(std::string_view text, Encoded& encoded) {
  if (text.size() >= encoded.size() || text.find('\0') != std::string_view::npos) return false;
  encoded.fill('\0');
  text.copy(encoded.data(), text.size());
  return true;
}

}  // namespace

std::string hash_password(std::string_view password, const PasswordCost& cost) {
  start_sodium();
  Encoded encoded;
  if (crypto_pwhash_str_alg(encoded.data(),
                            password.data(),
                            password.size(),
                            cost.passes,
                            cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return encoded.data();
}

bool is_password(std::string_view password, std::string_view encoded) {
  start_sodium();
  Encoded text;
  return copy(encoded, text) &&
         crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

bool is_outdated(std::string_view encoded, const PasswordCost& cost) {
  start_sodium();
  Encoded text;
  return !copy(encoded, text) ||
         crypto_pwhash_str_needs_rehash(text.data(), cost.passes, cost.memory_bytes) != 0;
}

}  // namespace vitrine::crypto
