#include "store/sqlite/search_words.h"

#include <gtest/gtest.h>

namespace vitrine::store::sqlite {
namespace {

TEST(SearchWords, AreIndexedWithASpaceBetween) {
  struct Row {
    const char* text;
    const char* indexed;
  };

  for (const auto& row : {Row{"", ""},
                          Row{"Björk  Homogenic", "bjork homogenic"},
                          Row{"R.E.M.", "r e m"},
                          Row{"東京都", "東京 京都 都"},
                          Row{"東", "東"},
                          Row{"ああああ", "ああ あ"},
                          Row{"AKB東京", "akb 東京 京"},
                          Row{"\"!\"", "\"!\""}}) {
    EXPECT_EQ(index_text(sales::words_of(row.text)), row.indexed) << row.text;
  }
}

TEST(SearchWords, AskTheIndexOnlyForQuotedWords) {
  struct Row {
    const char* term;
    const char* match;
    const char* narrow;
    bool look_again;
  };

  for (const auto& row : {Row{"bjork", "\"bjork\" *", "", false},
                          Row{"b", "\"b\" *", "", false},
                          Row{"homogenic", "\"homoge\" *", "\"homogenic\" *", true},
                          Row{"björk ice", "\"bjork\" AND \"ice\" *", "", false},
                          Row{"homogenic ice", "\"homogenic\" AND \"ice\" *", "", false},
                          Row{"a OR b", "\"a\" AND \"or\" AND \"b\" *", "", false},
                          Row{"words:x*", "\"words\" AND \"x\" *", "", false},
                          Row{"\"", "\"\"\"\" *", "", false},
                          Row{"東京", "\"東京\"", "", false},
                          Row{"東京都", "\"東京\" AND \"京都\"", "", true},
                          Row{"東 x", "\"東\" * AND \"x\" *", "", false},
                          Row{"ёлочными", "\"елочны\" *", "\"елочными\" *", true}}) {
    const auto query = index_query(sales::parse_query(row.term).value());
    EXPECT_EQ(query.match, row.match) << row.term;
    EXPECT_EQ(query.narrow_match, row.narrow) << row.term;
    EXPECT_EQ(query.look_again, row.look_again) << row.term;
  }
}

}  // namespace
}  // namespace vitrine::store::sqlite
