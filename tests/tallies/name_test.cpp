#include "tallies/name.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

using std::string_literals::operator""s;

TEST(Name, MayBeAnyTextOfOneLine) {
  for (const auto& name : {"a"s,
                           "july 1"s,
                           "/shop/shoes?size=9"s,
                           "<b>"s,
                           "..."s,
                           "日本"s,
                           "👠"s,
                           "\u00a0"s,
                           std::string(128, 'x')}) {
    EXPECT_TRUE(check_name("page", name)) << name;
  }
}

TEST(Name, IsRefusedWithTheReason) {
  struct Row {
    std::string name;
    const char* says;
  };

  const Row rows[] = {
      {"", "is empty"},
      {std::string(129, 'x'), "129 bytes; at most 128"},
      {".", "may not be"},
      {"..", "may not be"},
      {"a\nb", "control"},
      {"a\0b"s, "control"},
      {"\x7f", "control"},
      {"\xc2\x85", "control"},
      {"\xff", "UTF-8"},
      {"\xc0\xaf", "UTF-8"},
      {"\xe0\x80\xaf", "UTF-8"},
      {"\xed\xa0\x80", "UTF-8"},
      {"\xf4\x90\x80\x80", "UTF-8"},
      {"\xe6\x97", "UTF-8"},
  };
  for (const auto& row : rows) {
    const auto checked = check_name("page", row.name);
    ASSERT_FALSE(checked) << row.name;
    EXPECT_EQ(checked.error().kind, FailureKind::bad_request);
    EXPECT_NE(checked.error().public_message.find(row.says), std::string::npos)
        << checked.error().public_message;
    EXPECT_TRUE(checked.error().public_message.starts_with("The name of a page"));
  }
}

}  // namespace
}  // namespace vitrine::tallies
