#include "http/head_scan.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

using State = HeadScan::State;

TEST(HeadScan, FindsTheEndOrWhatCannotBeMended) {
  struct Row {
    const char* reason;
    std::string_view bytes;
    State expected;
    std::size_t head_bytes;  // of a complete one
  };

  constexpr Row kRows[] = {
      {"nothing", "", State::more, 0},
      {"half a line", "GET / HT", State::more, 0},
      {"half a line end", "GET / HTTP/1.1\r", State::more, 0},
      {"one line", "GET / HTTP/1.1\r\n", State::more, 0},
      {"half the empty line", "GET / HTTP/1.1\r\n\r", State::more, 0},
      {"complete", "GET / HTTP/1.1\r\n\r\n", State::complete, 18},
      {"complete, with more behind", "a\r\nb: c\r\n\r\nGET", State::complete, 11},
      {"only the empty line", "\r\nGET", State::complete, 2},
      {"a bare line feed", "GET / HTTP/1.1\nHost: a\r\n\r\n", State::bare_feed, 0},
      {"a bare line feed first", "\nGET", State::bare_feed, 0},
      {"a bare line feed in place of the empty line", "a\r\n\n", State::bare_feed, 0},
      {"a folded line", "a\r\nb: c\r\n d\r\n\r\n", State::folded_line, 0},
      {"a line folded with a tab", "a\r\n\tb: c\r\n\r\n", State::folded_line, 0},
      {"a fold behind the end is another head", "a\r\n\r\n b", State::complete, 5},
      {"carriage returns alone end nothing", "a\rb\r\r", State::more, 0},
      {"an extra carriage return is not an empty line", "a\r\n\r\r\n", State::more, 0},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.reason);
    HeadScan whole;
    EXPECT_EQ(whole.look(row.bytes), row.expected);
    if (row.expected == State::complete) {
      EXPECT_EQ(whole.head_bytes(), row.head_bytes);
    }

    HeadScan dripping;
    auto state = State::more;
    for (std::size_t size = 1; size <= row.bytes.size() && state == State::more; ++size) {
      state = dripping.look(row.bytes.substr(0, size));
    }
    EXPECT_EQ(state, row.expected) << "byte by byte";
    if (row.expected == State::complete) {
      EXPECT_EQ(dripping.head_bytes(), row.head_bytes);
    }
  }
}

TEST(HeadScan, KnowsWhetherALineWasSeen) {
  HeadScan scan;
  scan.look("GET /");
  EXPECT_FALSE(scan.line_seen());
  scan.look("GET / HTTP/1.1\r\n");
  EXPECT_TRUE(scan.line_seen());
  scan.reset();
  EXPECT_FALSE(scan.line_seen());
}

}  // namespace
}  // namespace vitrine::http
