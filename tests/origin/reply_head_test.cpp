#include "origin/reply_head.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine::origin {
namespace {

ReplyHead head_of(const std::vector<std::string>& lines) {
  ReplyHead head;
  for (const auto& line : lines) head.add(line + "\r\n");
  return head;
}

TEST(ReplyHead, KeepsTheFieldsThatMatterWhateverTheCaseOfTheirNames) {
  const auto head = head_of({"HTTP/1.1 200 OK",
                             "ETag:  \"v1\"  ",
                             "LAST-MODIFIED: Mon, 01 Jan 2024 00:00:00 GMT",
                             "content-length: 42",
                             "Location:/x",
                             "Content-Encoding: gzip",
                             ""});

  EXPECT_TRUE(head.complete());
  EXPECT_EQ(head.status(), 200);
  EXPECT_EQ(head.etag(), "\"v1\"");
  EXPECT_EQ(head.last_modified(), "Mon, 01 Jan 2024 00:00:00 GMT");
  EXPECT_EQ(head.content_length(), 42U);
  EXPECT_EQ(head.location(), "/x");
  EXPECT_EQ(head.content_encoding(), "gzip");
}

TEST(ReplyHead, IsNotCompleteBeforeItsEmptyLine) {
  EXPECT_FALSE(head_of({}).complete());
  EXPECT_FALSE(head_of({"HTTP/1.1 200 OK", "ETag: x"}).complete());
}

TEST(ReplyHead, ForgetsInformationalAnswersButCountsThem) {
  const auto hints =
      head_of({"HTTP/1.1 103 Early Hints", "ETag: \"early\"", "Location: /early", ""});
  EXPECT_FALSE(hints.complete());

  const auto head = head_of({"HTTP/1.1 103 Early Hints",
                             "ETag: \"early\"",
                             "",
                             "HTTP/1.1 404 Not Found",
                             "Server: x",
                             ""});
  EXPECT_TRUE(head.complete());
  EXPECT_EQ(head.status(), 404);
  EXPECT_EQ(head.etag(), "");
  EXPECT_EQ(head.bytes(), 80U);
}

TEST(ReplyHead, IgnoresTrailers) {
  auto head = head_of({"HTTP/1.1 200 OK", "ETag: \"head\"", ""});
  const auto bytes = head.bytes();
  head.add("ETag: \"trailer\"\r\n");
  EXPECT_EQ(head.etag(), "\"head\"");
  EXPECT_GT(head.bytes(), bytes);
}

TEST(ReplyHead, HasALengthOnlyWhenItIsOneNumber) {
  struct Row {
    const char* reason;
    std::vector<std::string> lines;
    std::optional<std::uint64_t> expected;
  };

  const std::vector<Row> rows = {
      {"zero", {"Content-Length: 0"}, 0},
      {"the largest", {"Content-Length: 18446744073709551615"}, 18446744073709551615U},
      {"larger than that", {"Content-Length: 18446744073709551616"}, std::nullopt},
      {"negative", {"Content-Length: -1"}, std::nullopt},
      {"a list", {"Content-Length: 1, 1"}, std::nullopt},
      {"a sign", {"Content-Length: +1"}, std::nullopt},
      {"hex", {"Content-Length: 0x10"}, std::nullopt},
      {"nothing", {"Content-Length:"}, std::nullopt},
      {"none", {}, std::nullopt},
      {"chunked", {"Content-Length: 5", "Transfer-Encoding: chunked"}, std::nullopt},
  };
  for (const auto& row : rows) {
    auto lines = row.lines;
    lines.insert(lines.begin(), "HTTP/1.1 200 OK");
    EXPECT_EQ(head_of(lines).content_length(), row.expected) << row.reason;
  }
}

TEST(ReplyHead, DropsValidatorsThatNobodyShouldKeep) {
  const std::vector<std::string> rows = {
      "", std::string(1025, 'x'), "a\x01b", "caf\xc3\xa9", "a\tb", "\x7f"};
  for (const auto& value : rows) {
    const auto head = head_of({"HTTP/1.1 200 OK", "ETag: " + value, "Last-Modified: " + value, ""});
    EXPECT_EQ(head.etag(), "") << value;
    EXPECT_EQ(head.last_modified(), "") << value;
  }
  EXPECT_EQ(head_of({"HTTP/1.1 200 OK", "ETag: W/\"v 1\"", ""}).etag(), "W/\"v 1\"");
}

TEST(ReplyHead, ReadsNoStatusFromAStrangeStatusLine) {
  for (const auto* line : {"HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 abc", "HTTP/1.1 2x0 OK", "HTTP/"}) {
    const auto head = head_of({line, ""});
    EXPECT_EQ(head.status(), 0) << line;
    EXPECT_FALSE(head.complete()) << line;
  }
}

}  // namespace
}  // namespace vitrine::origin
