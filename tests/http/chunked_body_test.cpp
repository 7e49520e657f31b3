#include "http/chunked_body.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

struct Outcome {
  std::string body;
  std::size_t used = 0;
  bool complete = false;
  int status = 0;  // of a rejection
};

Outcome read_body(std::string_view bytes, std::size_t piece, std::uint64_t most = 1000) {
  Outcome outcome;
  ChunkedBody chunks(outcome.body, most);
  for (std::size_t end = 0; end < bytes.size() && !outcome.complete && outcome.status == 0;) {
    end = std::min(bytes.size(), end + piece);
    const auto step = chunks.take(bytes.substr(outcome.used, end - outcome.used));
    outcome.used += step.used;
    outcome.complete = step.complete;
    if (step.rejection) outcome.status = step.rejection->status;
  }
  return outcome;
}

TEST(ChunkedBody, IsPutTogetherHoweverItIsCut) {
  struct Row {
    const char* reason;
    std::string_view bytes;
    std::string_view body;
    std::size_t left;  // bytes that belong to the next request
  };

  constexpr Row kRows[] = {
      {"empty", "0\r\n\r\n", "", 0},
      {"one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello", 0},
      {"several", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc", 0},
      {"hexadecimal, both cases",
       "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n",
       "01234567890123456789",
       0},
      {"zeros in front", "0001\r\na\r\n000\r\n\r\n", "a", 0},
      {"line ends inside", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n", 0},
      {"extensions", "1;a;b=c;d=\"e f\"\r\na\r\n0;x\r\n\r\n", "a", 0},
      {"trailers are dropped", "1\r\na\r\n0\r\nX-Sum: 7\r\nY: 8\r\n\r\n", "a", 0},
      {"the next request", "1\r\na\r\n0\r\n\r\nGET / ", "a", 6},
  };
  for (const auto& row : kRows) {
    for (std::size_t piece = 1; piece <= row.bytes.size(); ++piece) {
      const auto outcome = read_body(row.bytes, piece);
      EXPECT_TRUE(outcome.complete) << row.reason << " in pieces of " << piece;
      EXPECT_EQ(outcome.body, row.body) << row.reason << " in pieces of " << piece;
      EXPECT_EQ(row.bytes.size() - outcome.used, row.left) << row.reason;
    }
  }
}

TEST(ChunkedBody, IsRefusedWhenTwoServersCouldReadItInTwoWays) {
  struct Row {
    const char* reason;
    std::string_view bytes;
  };

  constexpr Row kRows[] = {
      {"no size", "\r\nhello\r\n0\r\n\r\n"},
      {"not hexadecimal", "g\r\nhello\r\n0\r\n\r\n"},
      {"a sign", "+5\r\nhello\r\n0\r\n\r\n"},
      {"a prefix", "0x5\r\nhello\r\n0\r\n\r\n"},
      {"a blank in front", " 5\r\nhello\r\n0\r\n\r\n"},
      {"a size over 64 bits", "10000000000000005\r\nhello\r\n0\r\n\r\n"},
      {"a chunk longer than its size", "4\r\nhello\r\n0\r\n\r\n"},
      {"a lone CR behind the size", "5\rhello\r\n0\r\n\r\n"},
      {"a control character in an extension", "5;a=\"\x01\"\r\nhello\r\n0\r\n\r\n"},
      {"a line feed in a quoted extension", "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"},
      {"an extension that is no token", "5;@\r\nhello\r\n0\r\n\r\n"},
      {"an extension without its semicolon", "5 a\r\nhello\r\n0\r\n\r\n"},
      {"a quoted extension without its end", "6;x=\"\r\nhello\"\r\n0\r\n\r\n"},
      {"an extension without its value", "5;a=\r\nhello\r\n0\r\n\r\n"},
      {"a minus", "-5\r\nhello\r\n0\r\n\r\n"},
      {"a control character in a trailer", "0\r\nX: \x01\r\n\r\n"},
      {"an encoding in the trailers", "0\r\ntransfer-encoding: chunked\r\n\r\n"},
      {"a length in the trailers", "0\r\nContent-Length: 3\r\n\r\n"},
      {"a trailer without a colon", "0\r\nX\r\n\r\n"},
  };
  for (const auto& row : kRows) {
    for (std::size_t piece = 1; piece <= row.bytes.size(); ++piece) {
      EXPECT_EQ(read_body(row.bytes, piece).status, 400) << row.reason << " in pieces of " << piece;
    }
  }
}

TEST(ChunkedBody, NeverTakesALineFeedForALineEnd) {
  // Without its CR the size's line does not end, so nothing is used up.
  const auto outcome = read_body("5\nhello\n0\n\n", 100);
  EXPECT_FALSE(outcome.complete);
  EXPECT_EQ(outcome.body, "");
}

TEST(ChunkedBody, HasLittleRoomForWhatNoHandlerReads) {
  const auto outcome_of = [](std::size_t lines, std::size_t line_bytes) {
    std::string bytes = "0\r\n";
    for (std::size_t i = 0; i < lines; ++i)
      bytes += "X:" + std::string(line_bytes - 4, 'x') + "\r\n";
    return read_body(bytes + "\r\n", 1000);
  };
  EXPECT_TRUE(outcome_of(4, ChunkedBody::kLineBytesMax).complete);
  EXPECT_EQ(outcome_of(5, ChunkedBody::kLineBytesMax).status, 400);
  EXPECT_EQ(outcome_of(1, ChunkedBody::kLineBytesMax + 1).status, 400);
}

TEST(ChunkedBody, IsRefusedOverTheLimitBeforeTheChunkIsRead) {
  EXPECT_EQ(read_body("5\r\nhello\r\n0\r\n\r\n", 100, 5).status, 0);
  const auto outcome = read_body("3\r\nabc\r\n3\r\n", 100, 5);
  EXPECT_EQ(outcome.status, 413);
  EXPECT_EQ(outcome.body, "abc");
  EXPECT_EQ(read_body("ffffffffffffffff\r\n", 100, 5).status, 413);
  EXPECT_EQ(read_body("1\r\na\r\n0\r\n\r\n", 100, 0).status, 413);
  EXPECT_TRUE(read_body("0\r\n\r\n", 100, 0).complete);
}

}  // namespace
}  // namespace vitrine::http
