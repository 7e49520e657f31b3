#include "delivery/kept_header.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::delivery {
namespace {

using std::chrono::seconds;

const std::string kFingerprint(64, 'a');

KeptHeader example() {
  return {.fingerprint = kFingerprint,
          .bytes = 123'456,
          .checked = WallTime{seconds{1'700'000'000}},
          .modified = WallTime{seconds{-5}},
          .validators = {.etag = "\"abc\"", .last_modified = "Sun, 06 Nov 1994 08:49:37 GMT"}};
}

TEST(KeptHeader, IsReadAsItWasWritten) {
  const std::string text = write_kept_header(example());
  const auto parsed = parse_kept_header(text + "the bytes\n\nof the original");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->offset, text.size());
  EXPECT_EQ(parsed->header.fingerprint, kFingerprint);
  EXPECT_EQ(parsed->header.bytes, 123'456);
  EXPECT_EQ(parsed->header.checked, WallTime{seconds{1'700'000'000}});
  EXPECT_EQ(parsed->header.modified, WallTime{seconds{-5}});
  EXPECT_EQ(parsed->header.validators.etag, "\"abc\"");
  EXPECT_EQ(parsed->header.validators.last_modified, "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(KeptHeader, LeavesOutValidatorsThatWouldBreakIt) {
  const struct {
    const char* reason;
    std::string etag;
  } rows[] = {
      {"a line of its own", "\"a\"\nbytes: 1"},
      {"a carriage return", "\"a\"\r"},
      {"NUL", std::string("\"a\0\"", 4)},
      {"too long", std::string(5000, 'x')},
      {"empty", ""},
  };

  for (const auto& row : rows) {
    KeptHeader header = example();
    header.validators.etag = row.etag;
    const std::string text = write_kept_header(header);
    EXPECT_LE(text.size(), kKeptHeaderBytesMax);
    const auto parsed = parse_kept_header(text);
    ASSERT_TRUE(parsed) << row.reason;
    EXPECT_EQ(parsed->header.validators.etag, "") << row.reason;
    EXPECT_EQ(parsed->header.bytes, 123'456) << row.reason;
    EXPECT_EQ(parsed->header.validators.last_modified, header.validators.last_modified);
  }
}

TEST(KeptHeader, SkipsLinesThatItDoesNotKnow) {
  std::string text = write_kept_header(example());
  text.insert(text.find("bytes:"), "colour: green\n");
  EXPECT_TRUE(parse_kept_header(text));
}

TEST(KeptHeader, RefusesWhatItCannotHaveWritten) {
  const std::string right = write_kept_header(example());
  const auto with = [&right](const std::string& old, const std::string& now) {
    std::string text = right;
    return text.replace(text.find(old), old.size(), now);
  };

  const struct {
    const char* reason;
    std::string text;
  } rows[] = {
      {"nothing", ""},
      {"another kind of file", "\x89PNG\r\n\x1a\n"},
      {"another version", with("original 1", "original 2")},
      {"no end", right.substr(0, right.size() - 1)},
      {"cut in a line", right.substr(0, 40)},
      {"no digest", with("sha256: " + kFingerprint + "\n", "")},
      {"a short digest", with(kFingerprint, "abc")},
      {"a digest in capitals", with(kFingerprint, std::string(64, 'A'))},
      {"no length", with("bytes: 123456\n", "")},
      {"no bytes at all", with("bytes: 123456", "bytes: 0")},
      {"a negative length", with("bytes: 123456", "bytes: -1")},
      {"a length that is no number", with("bytes: 123456", "bytes: 12x")},
      {"a length beyond 64 bits", with("bytes: 123456", "bytes: 99999999999999999999")},
      {"a time beyond the clock", with("checked: 1700000000", "checked: 9223372036854775807")},
      {"a time beyond nanoseconds", with("checked: 1700000000", "checked: 17300000000")},
      {"a time that is no number", with("checked: 1700000000", "checked: yesterday")},
      {"a line without a name", with("etag: ", "")},
      {"longer than a head may be", with("etag: ", "x: " + std::string(5000, 'x') + "\netag: ")},
  };

  for (const auto& row : rows) EXPECT_FALSE(parse_kept_header(row.text)) << row.reason;
}

}  // namespace
}  // namespace vitrine::delivery
