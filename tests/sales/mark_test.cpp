#include <gtest/gtest.h>

#include "sales/log.h"

namespace vitrine::sales {
namespace {

TEST(Mark, IsReadAsItIsWritten) {
  for (const Offset offset : {Offset{0}, Offset{1}, Offset{12'345}, ~Offset{0}}) {
    const Mark mark{"0123456789abcdef", offset};
    EXPECT_EQ(parse_mark(mark_text(mark)), mark);
  }
  EXPECT_EQ(mark_text({"0123456789abcdef", 42}), "0123456789abcdef:42");
}

TEST(Mark, IsNothingElse) {
  for (const char* text : {"",
                           "42",
                           "0123456789abcdef",
                           "0123456789abcdef:",
                           "0123456789abcdef:-1",
                           "0123456789abcdef:+1",
                           "0123456789abcdef:01",
                           "0123456789abcdef:1 ",
                           "0123456789abcdef:18446744073709551616",
                           "0123456789ABCDEF:1",
                           "0123456789abcde:11",
                           "g123456789abcdef:1"}) {
    EXPECT_FALSE(parse_mark(text)) << text;
  }
}

}  // namespace
}  // namespace vitrine::sales
