#include "sales/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sales/sample.h"

namespace vitrine::sales {
namespace {

using testing::ElementsAreArray;

std::vector<std::string> texts(const std::vector<Word>& words) {
  std::vector<std::string> all;
  for (const auto& word : words) {
    all.push_back(word.kind == Word::Kind::run ? "~" + word.text : word.text);
  }
  return all;
}

TEST(Words, AreTheSameHoweverTheyAreWritten) {
  struct Row {
    const char* why;
    const char* text;
    std::vector<std::string> words;
  };

  for (const auto& row : std::vector<Row>{
           {"nothing", "", {}},
           {"only spaces", "  \xc2\xa0 ", {}},
           {"case", "The BEATLES", {"the", "beatles"}},
           {"accents", "Beyonc\u00e9 Mot\u00f6rhead", {"beyonce", "motorhead"}},
           {"accents as marks", "Beyonce\u0301", {"beyonce"}},
           {"sharp s", "Stra\u00dfe", {"strasse"}},
           {"Greek, with its last sigma",
            "\u1f4d\u03bc\u03b7\u03c1\u03bf\u03c2",
            {"\u03bf\u03bc\u03b7\u03c1\u03bf\u03c3"}},
           {"Cyrillic",
            "\u041c\u041e\u0421\u041a\u0412\u0410",
            {"\u043c\u043e\u0441\u043a\u0432\u0430"}},
           {"full width", "\uff21\uff22\uff23", {"abc"}},
           {"a ligature", "\ufb01lm", {"film"}},
           {"initials", "R.E.M.", {"r", "e", "m"}},
           {"dashes", "--12", {"12"}},
           {"operators are words",
            "this AND NOT that OR NEAR(x)",
            {"this", "and", "not", "that", "or", "near", "x"}},
           {"quotes and stars", "\"all* of: (it)\"", {"all", "of", "it"}},
           {"an apostrophe", "Don't", {"don", "t"}},
           {"a dollar in a name", "A$AP", {"a", "$", "ap"}},
           {"a sign as title", "\u00f7", {"\u00f7"}},
           {"emoji",
            "\U0001f525\U0001f525 fire\u2764\ufe0f",
            {"\U0001f525", "\U0001f525", "fire", "\u2764"}},
           {"nothing but punctuation", "!!!", {"!!!"}},
           {"and a star", " * ", {"*"}},
           {"Chinese", "\u6771\u4eac\u90fd", {"~\u6771\u4eac\u90fd"}},
           {"Japanese among Latin", "AKB48\u30d5\u30a9\u30fc", {"akb48", "~\u30d5\u30a9\u30fc"}},
           {"half-width Katakana", "\uff76\uff9e", {"~\u30ac"}},
           {"Korean", "\ubc29\ud0c4 \uc18c\ub144\ub2e8", {"~\ubc29\ud0c4", "~\uc18c\ub144\ub2e8"}},
           {"voicing is no accent", "\u304c", {"~\u304c"}},
           {"Hindi keeps its vowels",
            "\u0915\u093f\u0924\u093e\u092c",
            {"\u0915\u093f\u0924\u093e\u092c"}},
           {"bytes that are no text",
            "a\xff\xfe"
            "b",
            {"a", "b"}},
           {"a zero in the middle", std::string_view("a\0b", 3).data(), {"a"}},
       }) {
    EXPECT_THAT(texts(words_of(row.text)), ElementsAreArray(row.words)) << row.why;
  }
}

TEST(Words, OfAPurchaseAreThoseOfFourFields) {
  auto purchase = sample();
  purchase.item_description = "Homogenic vinyl";
  EXPECT_THAT(texts(words_of(purchase)),
              ElementsAreArray({"bjork", "homogenic", "vinyl", "iceland"}));
}

TEST(Query, FindsEveryWordInAnyOrderInAnyField) {
  struct Row {
    const char* term;
    bool found;
  };

  auto purchase = sample();
  purchase.album_title = "\u6771\u4eac\u90fd R.E.M. \u00f7";
  for (const auto& row : {Row{"bjork", true},
                          Row{"BJ\u00d6RK", true},
                          Row{"bjo", true},
                          Row{"b", true},
                          Row{"iceland bj", true},
                          Row{"bj iceland", false},
                          Row{"bj\u00f6rk vinyl limited iceland", true},
                          Row{"vinyl bj\u00f6rk", true},
                          Row{"bj\u00f6rk norway", false},
                          Row{"jork", false},
                          Row{"r.e.m.", true},
                          Row{"m r e", true},
                          Row{"\u00f7", true},
                          Row{"\u6771\u4eac", true},
                          Row{"\u4eac\u90fd", true},
                          Row{"\u4eac", true},
                          Row{"\u90fd", true},
                          Row{"\u6771\u90fd", false},
                          Row{"\u4eac\u90fd vin", true},
                          Row{"vinyl \u6771", true},
                          Row{"--bjork", true},
                          Row{"\"bjork\"", true},
                          Row{"", false},
                          Row{"!", false}}) {
    const auto query = parse_query(row.term);
    ASSERT_TRUE(query) << row.term;
    EXPECT_EQ(matches(*query, purchase), row.found) << row.term;
  }
}

TEST(Query, HasALengthAndIsText) {
  EXPECT_TRUE(parse_query(std::string(256, 'x')));
  EXPECT_EQ(parse_query(std::string(257, 'x')).error().public_message,
            "The term has 257 bytes; at most 256");
  EXPECT_FALSE(parse_query("a\xff"));
  EXPECT_FALSE(parse_query("a\nb"));
}

}  // namespace
}  // namespace vitrine::sales
