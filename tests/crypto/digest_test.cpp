#include "crypto/digest.h"

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine::crypto {
namespace {

struct Row {
  const char* source;
  std::string message;
  const char* expected;
};

const std::string kTwoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

TEST(Sha256, MatchesTheVectorsOfFips180) {
  const std::vector<Row> rows = {
      {"FIPS 180 empty message",
       "",
       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"FIPS 180-2 B.1", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"FIPS 180-2 B.2",
       kTwoBlocks,
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"FIPS 180-2 B.3",
       std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& row : rows) EXPECT_EQ(hex(sha256(row.message)), row.expected) << row.source;
}

TEST(Sha256Stream, GivesTheSameDigestHoweverTheMessageIsCut) {
  const auto whole = sha256(kTwoBlocks);
  for (std::size_t cut = 0; cut <= kTwoBlocks.size(); ++cut) {
    Sha256Stream stream;
    stream.add(std::string_view(kTwoBlocks).substr(0, cut));
    stream.add(std::string_view(kTwoBlocks).substr(cut));
    EXPECT_EQ(stream.finish(), whole) << "cut at " << cut;
  }
}

TEST(Sha256Stream, StartsOverAfterFinish) {
  Sha256Stream stream;
  stream.add("first");
  stream.finish();
  stream.add("abc");
  EXPECT_EQ(stream.finish(), sha256("abc"));
}

TEST(Sha256Stream, CarriesItsStateWhenMoved) {
  Sha256Stream stream;
  stream.add("a");
  Sha256Stream moved = std::move(stream);
  moved.add("bc");
  EXPECT_EQ(moved.finish(), sha256("abc"));
}

struct HmacRow {
  const char* source;
  std::string key;
  std::string message;
  const char* expected;
};

std::string counting_bytes(int from, int to) {
  std::string bytes;
  for (int value = from; value <= to; ++value) bytes.push_back(static_cast<char>(value));
  return bytes;
}

TEST(HmacSha256, MatchesTheVectorsOfRfc4231) {
  const std::vector<HmacRow> rows = {
      {"4.2 test case 1",
       std::string(20, '\x0b'),
       "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"4.3 test case 2: a key shorter than the digest",
       "Jefe",
       "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {"4.4 test case 3",
       std::string(20, '\xaa'),
       std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {"4.5 test case 4",
       counting_bytes(0x01, 0x19),
       std::string(50, '\xcd'),
       "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {"4.7 test case 6: a key longer than a block",
       std::string(131, '\xaa'),
       "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {"4.8 test case 7: key and message longer than a block",
       std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The "
       "key "
       "needs to be hashed before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
      {"empty key and message",
       "",
       "",
       "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(hex(hmac_sha256(row.key, row.message)), row.expected) << row.source;
  }
}

TEST(Md5Hex, MatchesTheVectorsOfRfc1321) {
  const std::vector<Row> rows = {
      {"A.5 empty", "", "d41d8cd98f00b204e9800998ecf8427e"},
      {"A.5 one letter", "a", "0cc175b9c0f1b6a831c399e269772661"},
      {"A.5 phrase", "message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
      {"A.5 more than a block",
       "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
       "57edf4a22be3c955ac49da2e2107b67a"},
  };
  for (const auto& row : rows) EXPECT_EQ(md5_hex(row.message), row.expected) << row.source;
}

TEST(Hex, WritesEveryByteAsTwoLowerCaseDigits) {
  EXPECT_EQ(hex(""), "");
  EXPECT_EQ(hex(std::string_view("\x00\x0f\xf0\xff", 4)), "000ff0ff");
}

TEST(Sha256, MayBeComputedOnManyThreadsAtOnce) {
  const auto expected = sha256(kTwoBlocks);
  std::vector<Sha256> got(8);
  std::vector<std::thread> threads;
  threads.reserve(got.size());
  for (auto& digest : got) threads.emplace_back([&digest] { digest = sha256(kTwoBlocks); });
  for (auto& thread : threads) thread.join();
  for (const auto& digest : got) EXPECT_EQ(digest, expected);
}

}  // namespace
}  // namespace vitrine::crypto
