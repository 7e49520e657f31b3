#include "crypto/password.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::crypto {
namespace {

// As little as libsodium takes: the rules are the same at any cost.
constexpr PasswordCost kCheap{.memory_bytes = 8192, .passes = 1};

TEST(Password, IsKnownAgainByItsHash) {
  const auto encoded = hash_password("correct horse", kCheap);
  EXPECT_TRUE(is_password("correct horse", encoded));
  for (const std::string wrong : {"correct hors", "correct horse ", "Correct horse", ""}) {
    EXPECT_FALSE(is_password(wrong, encoded)) << wrong;
  }
}

TEST(Password, IsTakenWholeWithEveryByte) {
  const std::string zero("before\0behind", 13);
  EXPECT_FALSE(is_password("before", hash_password(zero, kCheap)));
  EXPECT_TRUE(is_password(zero, hash_password(zero, kCheap)));
  const std::string long_one(1024, 'x');
  EXPECT_FALSE(is_password(long_one.substr(1), hash_password(long_one, kCheap)));
}

TEST(Password, HashesDifferForEqualPasswords) {
  EXPECT_NE(hash_password("correct horse", kCheap), hash_password("correct horse", kCheap));
}

TEST(Password, TextSaysWhatOwaspAsksFor) {
  const auto encoded = hash_password("correct horse");
  EXPECT_TRUE(encoded.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << encoded;
  EXPECT_TRUE(is_password("correct horse", encoded));
  EXPECT_FALSE(is_outdated(encoded));
}

TEST(Password, OfAnotherCostIsOutdated) {
  const auto encoded = hash_password("correct horse", kCheap);
  EXPECT_FALSE(is_outdated(encoded, kCheap));
  EXPECT_TRUE(is_outdated(encoded, {.memory_bytes = 16384, .passes = 1}));
  EXPECT_TRUE(is_outdated(encoded, {.memory_bytes = 8192, .passes = 2}));
  EXPECT_TRUE(is_outdated(encoded));
}

TEST(Password, IsNobodysWhenTheTextIsBroken) {
  const auto encoded = hash_password("correct horse", kCheap);
  for (const auto& broken : {std::string(),
                             std::string("correct horse"),
                             encoded.substr(0, encoded.size() / 2),
                             encoded + std::string(200, 'A'),
                             std::string("\0", 1) + encoded,
                             std::string("$argon2id$v=19$m=99999999999,t=2,p=1$AA$AA")}) {
    EXPECT_FALSE(is_password("correct horse", broken)) << broken;
    EXPECT_TRUE(is_outdated(broken)) << broken;
  }
}

}  // namespace
}  // namespace vitrine::crypto
