#include "tidy/code_text.h"

#include <gtest/gtest.h>

namespace vitrine::tidy {
namespace {

TEST(CodeText, LeavesOutCommentsAndTexts) {
  struct Row {
    const char* reason;
    std::string text;
    std::string code;
  };

  const Row rows[] = {
      {"code stays", "int a = b;", "int a = b;"},
      {"a comment", "a; // b\nc", "a;     \nc"},
      {"a comment over lines", "a /* b\nc */ d", "a     \n     d"},
      {"a text", "f(\"a // b\"); c", "f(        ); c"},
      {"a quote in a text", R"(f("a\"b"); c)", "f(      ); c"},
      {"a character", "f('\"'); c", "f(   ); c"},
      {"digits are no character", "1'000 + 2'000", "1'000 + 2'000"},
      {"a raw text", "f(R\"x(a)\"b)x\"); c", "f(           ); c"},
      {"a raw text over lines", "R\"(a\n#include \"b\"\n)\" c", "    \n            \n   c"},
      {"an include stays", "#include \"a/b.h\"\nc", "#include \"a/b.h\"\nc"},
      {"a comment that does not end", "a /* b", "a     "},
  };
  for (const auto& row : rows) EXPECT_EQ(code_only(row.text), row.code) << row.reason;
}

TEST(CodeText, FindsComments) {
  EXPECT_EQ(comments_only("a; // b \"c\"\nd /* e */ f"), "   // b \"c\"\n  /* e */  ");
}

TEST(CodeText, FindsIncludes) {
  const auto includes = includes_of(
      "// #include \"a.h\"\n#include \"b/c.h\"\n#include <d>  // why\nR\"(\n#include <e>)\"");
  ASSERT_EQ(includes.size(), 2U);
  EXPECT_EQ(includes[0].path, "b/c.h");
  EXPECT_TRUE(includes[0].quoted);
  EXPECT_EQ(includes[0].line, 2);
  EXPECT_EQ(includes[1].path, "d");
  EXPECT_FALSE(includes[1].quoted);
}

}  // namespace
}  // namespace vitrine::tidy
