#include "json/cursor.h"

#include <vector>

#include <gtest/gtest.h>

namespace vitrine::json {
namespace {

TEST(JsonCursor, GivesMembersInTheirOrder) {
  Cursor cursor(
      R"( {"name": "B\u00f6rk \ud83d\ude00\n", "price": 12.50, "rest": [1, {"a": null}]} )");
  std::vector<std::string> seen;
  const auto read = cursor.object([&](const std::string& name) -> Result<void> {
    TRY(const auto kind, cursor.next());
    if (kind == Kind::text) {
      TRY(const auto text, cursor.text());
      seen.push_back(name + "=" + text);
    } else if (kind == Kind::number) {
      TRY(const auto number, cursor.number());
      seen.push_back(name + "=" + std::string(number));
    } else {
      TRY(const auto any, cursor.any());
      seen.push_back(name + "=" + std::string(any));
    }
    return {};
  });
  ASSERT_TRUE(read) << read.error().public_message;
  EXPECT_TRUE(cursor.at_end());
  EXPECT_EQ(
      seen,
      (std::vector<std::string>{"name=Börk 😀\n", "price=12.50", R"(rest=[1, {"a": null}])"}));
}

TEST(JsonCursor, TakesWhatIsJson) {
  for (const std::string_view text : {"{}",
                                      "[]",
                                      "[ ]",
                                      "0",
                                      "-0.5e+10",
                                      "1E2",
                                      "true",
                                      "false",
                                      "null",
                                      "\"\"",
                                      "[[],{},\"\\/\\b\\f\\n\\r\\t\\\"\\\\\"]",
                                      "\r\n\t [1 , 2]"}) {
    Cursor cursor(text);
    EXPECT_TRUE(cursor.any()) << text;
    EXPECT_TRUE(cursor.at_end()) << text;
  }
}

TEST(JsonCursor, SaysWhereAMistakeIsAndWhatWouldBeRight) {
  struct Row {
    std::string_view text;
    std::string_view message;
  };

  const Row rows[] = {
      {"", "line 1, column 1: expected a value, found the end of the text"},
      {"{", "line 1, column 2: expected the name of a member in '\"', found the end of the text"},
      {"{\n  \"a\" 1}", "line 2, column 7: expected ':', found '1'"},
      {"{\"a\": 1\n \"b\"", "line 2, column 2: expected ',' or '}', found '\"'"},
      {"{\"a\": 1,}", "line 1, column 9: expected the name of a member in '\"', found '}'"},
      {"[1,\n\n2;", "line 3, column 2: expected ',' or ']', found ';'"},
      {"[1,]", "line 1, column 4: expected a value, found ']'"},
      {"[\"é\" x]", "line 1, column 6: expected ',' or ']', found 'x'"},
      {"\"abc", "line 1, column 5: expected '\"' at the end of a text, found the end of the text"},
      {"\"a\nb\"",
       "line 1, column 3: expected a control character as an escape such as \\n, found byte 0x0a"},
      {"\"\\x\"", "line 1, column 3: expected one of \" \\ / b f n r t u after '\\', found 'x'"},
      {"\"\\u12g4\"", "line 1, column 6: expected four hexadecimal digits after \\u, found 'g'"},
      {"\"\\ud800x\"",
       "line 1, column 8: expected the second half of a pair, as in \\ud83d\\ude00, found 'x'"},
      {"\"\\udc00\"",
       "line 1, column 8: expected the first half of a pair before this, found '\"'"},
      {"\"\xff\"", "line 1, column 2: expected a character of UTF-8, found byte 0xff"},
      {"-", "line 1, column 2: expected a digit, found the end of the text"},
      {"01", "line 1, column 2: expected no digit after a leading zero, found '1'"},
      {"1.", "line 1, column 3: expected a digit, found the end of the text"},
      {"1e", "line 1, column 3: expected a digit, found the end of the text"},
      {"NaN", "line 1, column 1: expected a value, found 'N'"},
      {"tru", "line 1, column 1: expected true, false or null, found 't'"},
  };
  for (const auto& row : rows) {
    const auto read = Cursor(row.text).any();
    ASSERT_FALSE(read) << row.text;
    EXPECT_EQ(read.error().public_message, "Malformed JSON at " + std::string(row.message));
  }
}

TEST(JsonCursor, GoesSixtyFourDeepAndNoFurther) {
  const std::string open(Cursor::kDepthMax, '[');
  const std::string close(Cursor::kDepthMax, ']');
  EXPECT_TRUE(Cursor(open + close).any());
  EXPECT_FALSE(Cursor("[" + open + close + "]").any());
  EXPECT_FALSE(Cursor(std::string(1'000'000, '[')).any());
}

}  // namespace
}  // namespace vitrine::json
