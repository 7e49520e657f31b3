#include "crypto/token.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine::crypto {
namespace {

using namespace std::string_literals;

struct Row {
  const char* bytes;
  const char* text;
};

TEST(Base64url, WritesAndReadsTheVectorsOfRfc4648WithoutPadding) {
  const std::vector<Row> rows = {
      {"", ""},
      {"f", "Zg"},
      {"fo", "Zm8"},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg"},
      {"fooba", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy"},
      {"\xfb\xff", "-_8"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(base64url(row.bytes), row.text);
    EXPECT_EQ(from_base64url(row.text), row.bytes);
  }
}

TEST(Base64url, ReadsBackEveryByteAtEveryOffset) {
  std::string bytes;
  for (int value = 0; value < 256; ++value) {
    bytes.push_back(static_cast<char>(value));
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
  }
}

TEST(Base64url, RefusesWhatItWouldNotHaveWritten) {
  struct Refused {
    const char* reason;
    std::string text;
  };

  const std::vector<Refused> rows = {
      {"padding", "Zg=="},
      {"padding only", "="},
      {"lone digit", "Z"},
      {"lone digit after a group", "Zm9vY"},
      {"bits beyond the last byte, one byte", "Zh"},
      {"bits beyond the last byte, two bytes", "Zm9"},
      {"plus of the other alphabet", "+_8"},
      {"slash of the other alphabet", "-/8"},
      {"line end", "Zm9v\n"},
      {"space inside", "Zm 9v"},
      {"NUL inside", "Zm\0v"s},
      {"byte above 127", "Zm9\xc3"},
  };
  for (const auto& row : rows) EXPECT_FALSE(from_base64url(row.text)) << row.reason;
}

TEST(FromHex, ReadsBothCases) {
  EXPECT_EQ(from_hex(""), "");
  EXPECT_EQ(from_hex("00ff7A7a"), "\x00\xffzz"s);
}

TEST(FromHex, RefusesWhatIsNotPairsOfDigits) {
  for (const auto& text :
       {"a"s, "abc"s, "0g"s, "g0"s, "0x10"s, " a"s, "-1"s, "1\0"s, "\xc3\xa9"s}) {
    EXPECT_FALSE(from_hex(text)) << text;
  }
}

TEST(EqualInConstantTime, ComparesEveryByte) {
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("secret", "secret"));
  EXPECT_TRUE(equal_in_constant_time("a\0b"s, "a\0b"s));
  EXPECT_FALSE(equal_in_constant_time("a\0b"s, "a\0c"s));
  EXPECT_FALSE(equal_in_constant_time("secret", "Secret"));
  EXPECT_FALSE(equal_in_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_in_constant_time("secret", "secret "));
  EXPECT_FALSE(equal_in_constant_time("secret", ""));
}

TEST(RandomBytes, GivesAsManyAsAskedAndNeverTheSameTwice) {
  EXPECT_TRUE(random_bytes(0).empty());
  EXPECT_EQ(random_bytes(1).size(), 1U);
  // The kernel may cut answers beyond 256 bytes short.
  EXPECT_EQ(random_bytes(100'000).size(), 100'000U);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random_bytes(16)).second);
}

}  // namespace
}  // namespace vitrine::crypto
