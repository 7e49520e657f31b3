#include "observe/escape.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::observe {
namespace {

TEST(Escape, MakesEveryControlCharacterVisible) {
  struct Row {
    const char* reason;
    std::string text;
    std::string expected;
  };

  const Row rows[] = {
      {"plain text stays", "w500.jpg", "w500.jpg"},
      {"text in UTF-8 stays", "caf\xC3\xA9 \xE2\x82\xAC", "caf\xC3\xA9 \xE2\x82\xAC"},
      {"a newline forges no line", "a\nb", "a\\x0ab"},
      {"a carriage return hides nothing", "a\rb", "a\\x0db"},
      {"an escape moves no cursor", "\x1b[2J", "\\x1b[2J"},
      {"NUL ends nothing", std::string("a\0b", 3), "a\\x00b"},
      {"DEL", "\x7f", "\\x7f"},
      {"C1 in UTF-8 (U+009B is CSI)",
       "\xC2\x9B"
       "31m",
       "\\xc2\\x9b31m"},
      {"U+00A0 is no control character", "\xC2\xA0", "\xC2\xA0"},
      {"a cut sequence stays as it is", "\xC2", "\xC2"},
      {"empty", "", ""},
  };
  for (const auto& row : rows) {
    std::string out = "> ";
    append_escaped(out, row.text);
    EXPECT_EQ(out, "> " + row.expected) << row.reason;
  }
}

TEST(Escape, AValueForgesNoField) {
  struct Row {
    const char* reason;
    std::string text;
    std::string expected;
  };

  const Row rows[] = {
      {"plain text stays", "/a/b=c", "/a/b=c"},
      {"a space would begin another field", "/a status=200", "/a\\x20status=200"},
      {"a newline would begin another line", "/a\nb", "/a\\x0ab"},
      {"nothing is visible", "", "-"},
  };
  for (const auto& row : rows) {
    std::string out;
    append_value(out, row.text);
    EXPECT_EQ(out, row.expected) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::observe
