#include "store/redis/keys.h"

#include <cstdint>

#include <fmt/format.h>

namespace vitrine::store::redis {

std::string bucket_key(std::size_t bucket) {
  return fmt::format("{{vitrine:tallies}}:states:{:02x}", bucket);
}

// FNV-1a. What it gives is in the data of every user, and must never change.
std::size_t bucket_of(std::string_view key) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char byte : key) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 1099511628211ULL;
  }
  return (hash ^ (hash >> 32)) % kBuckets;
}

}  // namespace vitrine::store::redis
