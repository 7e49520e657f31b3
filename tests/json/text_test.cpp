#include "json/text.h"

#include <gtest/gtest.h>

namespace vitrine::json {
namespace {

TEST(JsonText, EscapesWhatMustNotStandInAString) {
  std::string text;
  append_text(text, "say \"hi\" \\ \n\x01 é 😀");
  EXPECT_EQ(text, R"("say \"hi\" \\ \u000a\u0001 é 😀")");
}

TEST(JsonText, KnowsTheCharactersOfUtf8) {
  struct Row {
    std::string_view why;
    std::string_view text;
    std::size_t bytes;
  };

  const Row rows[] = {
      {"nothing", "", 0},
      {"ASCII", "ab", 1},
      {"two bytes", "é", 2},
      {"three bytes", "東", 3},
      {"four bytes", "😀", 4},
      {"a byte that only continues", "\x80", 0},
      {"cut off", "\xe6\x9d", 0},
      {"a form that is too long, of two bytes", "\xc1\xbf", 0},
      {"a form that is too long, of three bytes", "\xe0\x9f\xbf", 0},
      {"half of a pair of UTF-16", "\xed\xa0\x80", 0},
      {"beyond U+10FFFF", "\xf4\x90\x80\x80", 0},
      {"no lead byte at all", "\xff", 0},
  };
  for (const auto& row : rows) EXPECT_EQ(utf8_bytes(row.text), row.bytes) << row.why;
}

}  // namespace
}  // namespace vitrine::json
