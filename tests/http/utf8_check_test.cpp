#include "http/utf8_check.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

bool is_utf8(std::string_view text) {
  Utf8Check check;
  return check.take(text) && check.complete();
}

TEST(Utf8Check, KnowsTextFromOtherBytes) {
  struct Row {
    const char* reason;
    std::string_view text;
    bool good;
  };

  for (const auto& row : {
           Row{"nothing", "", true},
           Row{"ASCII", "abc", true},
           Row{"the first and last of two bytes", "\xC2\x80\xDF\xBF", true},
           Row{"the first and last of three bytes", "\xE0\xA0\x80\xEF\xBF\xBF", true},
           Row{"around the surrogates", "\xED\x9F\xBF\xEE\x80\x80", true},
           Row{"the first and last of four bytes", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", true},
           Row{"a byte that only follows", "\x80", false},
           Row{"a detour of two bytes", "\xC0\xAF", false},
           Row{"a detour of three bytes", "\xE0\x9F\xBF", false},
           Row{"a detour of four bytes", "\xF0\x8F\xBF\xBF", false},
           Row{"a surrogate", "\xED\xA0\x80", false},
           Row{"beyond U+10FFFF", "\xF4\x90\x80\x80", false},
           Row{"a byte of no character", "\xF5", false},
           Row{"cut off", "\xE2\x82", false},
           Row{"interrupted", "\xE2\x82z", false},
       }) {
    EXPECT_EQ(is_utf8(row.text), row.good) << row.reason;
  }
}

TEST(Utf8Check, GivesTheSameAnswerHoweverItIsCut) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8E\xB5z";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Utf8Check check;
    EXPECT_TRUE(check.take(text.substr(0, cut)) && check.take(text.substr(cut))) << cut;
    EXPECT_TRUE(check.complete()) << cut;
  }
}

}  // namespace
}  // namespace vitrine::http
