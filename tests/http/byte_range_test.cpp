#include "http/byte_range.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

TEST(ByteRange, HonoursOneRange) {
  struct Row {
    const char* header;
    std::uint64_t body_bytes;
    ByteRange expected;
  };

  constexpr Row kRows[] = {
      {"bytes=0-0", 10, {0, 1}},
      {"bytes=2-5", 10, {2, 4}},
      {"bytes=9-9", 10, {9, 1}},
      {"bytes=2-", 10, {2, 8}},
      {"bytes=0-", 10, {0, 10}},
      {"bytes=2-99", 10, {2, 8}},
      {"bytes=-3", 10, {7, 3}},
      {"bytes=-99", 10, {0, 10}},
      {"BYTES=0-1", 10, {0, 2}},
      {"bytes= 0-1 ", 10, {0, 2}},
      {"bytes=1-99999999999999999999999", 10, {1, 9}},
      {"bytes=-99999999999999999999999", 10, {0, 10}},
      {"bytes=0-18446744073709551615",
       18'446'744'073'709'551'615U,
       {0, 18'446'744'073'709'551'615U}},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.header);
    const auto decision = decide_range(row.header, row.body_bytes);
    EXPECT_EQ(decision.answer, RangeAnswer::part);
    EXPECT_EQ(decision.range.offset, row.expected.offset);
    EXPECT_EQ(decision.range.bytes, row.expected.bytes);
  }
}

TEST(ByteRange, RefusesWhatLiesOutside) {
  constexpr std::string_view kHeaders[] = {
      "bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999999-"};
  for (const auto header : kHeaders) {
    EXPECT_EQ(decide_range(header, 10).answer, RangeAnswer::unsatisfiable) << header;
  }
  EXPECT_EQ(decide_range("bytes=0-", 0).answer, RangeAnswer::unsatisfiable);
  EXPECT_EQ(decide_range("bytes=-1", 0).answer, RangeAnswer::unsatisfiable);
}

TEST(ByteRange, IgnoresWhatItDoesNotHonour) {
  constexpr std::string_view kHeaders[] = {"",
                                           "bytes",
                                           "bytes=",
                                           "bytes=-",
                                           "bytes=1",
                                           "bytes=5-2",
                                           "bytes=a-b",
                                           "bytes=1-b",
                                           "bytes=+1-2",
                                           "bytes=1--2",
                                           "items=0-1",
                                           "bytes=0-1,3-4",
                                           "bytes =0-1",
                                           "bytes=0 -1",
                                           "bytes=--1",
                                           "bytes=0x1-2",
                                           "bytes=0-1,",
                                           "octets=0-1"};
  for (const auto header : kHeaders) {
    EXPECT_EQ(decide_range(header, 10).answer, RangeAnswer::whole) << header;
  }
}

}  // namespace
}  // namespace vitrine::http
