#include "live/position.h"

#include <gtest/gtest.h>

namespace vitrine::live {
namespace {

TEST(Position, IsReadAsItWasWritten) {
  for (const auto& position : {Position{"a", 0}, Position{"3f9aT7", 18'446'744'073'709'551'615U}}) {
    EXPECT_EQ(parse_position(text_of(position)), position);
  }
  EXPECT_EQ(text_of({"a1", 42}), "a1:42");
}

TEST(Position, IsNothingElse) {
  for (const auto* text : {"",
                           ":",
                           "a",
                           "a:",
                           ":1",
                           "a:b",
                           "a:1 ",
                           "a: 1",
                           "a:-1",
                           "a:+1",
                           "a:01",
                           "a:18446744073709551616",
                           "a b:1",
                           "\xC3\xA9:1",
                           "a:1:2",
                           "a23456789012345678901234567890123:1"}) {
    EXPECT_FALSE(parse_position(text)) << text;
  }
}

TEST(Position, ComesInLists) {
  const auto two = parse_positions("a:1,b:2", 2);
  ASSERT_TRUE(two);
  EXPECT_EQ(*two, (std::vector<Position>{{"a", 1}, {"b", 2}}));
  EXPECT_FALSE(parse_positions("a:1,b:2,c:3", 2)) << "too many";
  EXPECT_FALSE(parse_positions("a:1,,b:2", 9));
  EXPECT_FALSE(parse_positions("", 9));
}

}  // namespace
}  // namespace vitrine::live
