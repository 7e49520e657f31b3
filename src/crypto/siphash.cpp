#include "crypto/siphash.h"

#include <sodium/crypto_shorthash.h>

#include <bit>
#include <cstring>

#include "failure/check.h"

namespace vitrine::crypto {

std::uint64_t siphash(std::string_view key, std::string_view text) {
  static_assert(std::endian::native == std::endian::little);
  check(key.size() == crypto_shorthash_KEYBYTES, "a SipHash key has 16 bytes");
  unsigned char bytes[crypto_shorthash_BYTES];
  crypto_shorthash(bytes,
                   reinterpret_cast<const unsigned char*>(text.data()),
                   text.size(),
                   reinterpret_cast<const unsigned char*>(key.data()));
  std::uint64_t hash = 0;
  std::memcpy(&hash, bytes, sizeof(hash));
  return hash;
}

}  // namespace vitrine::crypto
