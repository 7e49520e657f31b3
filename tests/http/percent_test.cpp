#include "http/percent.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

TEST(PercentDecode, DecodesOnceAndStrictly) {
  struct Row {
    const char* reason;
    std::string_view text;
    const char* expected;  // null: a broken escape
  };

  constexpr Row kRows[] = {
      {"nothing to decode", "w500.jpg", "w500.jpg"},
      {"both cases of hex digits", "%4a%4A", "JJ"},
      {"plus is not a blank here", "a+b", "a+b"},
      {"an encoded percent is not decoded again", "%2525", "%25"},
      {"an encoded slash", "a%2Fb", "a/b"},
      {"one digit at the end", "a%4", nullptr},
      {"a lone percent", "%", nullptr},
      {"not a hex digit", "%4g", nullptr},
      {"a sign is not a digit", "%+4", nullptr},
      {"a percent in place of a digit", "%%41", nullptr},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.reason);
    std::string decoded;
    const bool well = percent_decode(row.text, decoded);
    EXPECT_EQ(well, row.expected != nullptr);
    if (row.expected != nullptr) {
      EXPECT_EQ(decoded, row.expected);
    }
  }
}

TEST(PlainText, IsUtf8WithoutControlCharacters) {
  struct Row {
    const char* reason;
    std::string_view text;
    bool plain;
  };

  constexpr Row kRows[] = {
      {"nothing", "", true},
      {"ASCII", "camera 7~", true},
      {"two, three and four bytes", "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x93\xB7", true},
      {"the last code point", "\xF4\x8F\xBF\xBF", true},
      {"beyond the last code point", "\xF4\x90\x80\x80", false},
      {"NUL", std::string_view("a\0b", 3), false},
      {"line feed", "a\nb", false},
      {"DEL", "\x7F", false},
      {"a C1 control", "\xC2\x85", false},
      {"no-break space is no control", "\xC2\xA0", true},
      {"a stray continuation byte", "\x80", false},
      {"a missing continuation byte", "\xC3", false},
      {"the wrong continuation byte", "\xC3\x28", false},
      {"a slash in two bytes", "\xC0\xAF", false},
      {"a slash in three bytes", "\xE0\x80\xAF", false},
      {"a surrogate", "\xED\xA0\x80", false},
      {"a byte that UTF-8 never has", "\xFF", false},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(is_plain_text(row.text), row.plain) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::http
