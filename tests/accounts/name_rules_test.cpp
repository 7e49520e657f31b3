#include "accounts/name_rules.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::accounts {
namespace {

struct Row {
  const char* reason;
  std::string name;
  // What the refusal says; empty: it is a name.
  std::string says;
};

TEST(Name, IsWhatPeopleCanReadAndTellApart) {
  std::string long_one;
  for (int i = 0; i < 64; ++i) long_one += "ü";
  const Row rows[] = {
      {"a plain one", "anna", ""},
      {"one letter", "x", ""},
      {"capitals, digits, signs", "Anna-Maria_99@example.com", ""},
      {"blanks inside", "Anna Maria Muster", ""},
      {"other scripts", "Жанна 山田太郎 مريم", ""},
      {"64 characters of two bytes", long_one, ""},
      {"a picture", "anna 🎧", ""},
      {"nothing", "", "empty"},
      {"65 characters", long_one + "x", "64 characters"},
      {"a blank in front", " anna", "blank"},
      {"a blank behind", "anna ", "blank"},
      {"two blanks look like one", "anna  maria", "blank"},
      {"a line break", "anna\nadmin", "does not show"},
      {"a zero", std::string("an\0na", 5), "does not show"},
      {"a no-break space looks like a blank", "anna\u00A0maria", "does not show"},
      {"a zero-width joiner", "an\u200Dna", "does not show"},
      {"text that runs backwards", "\u202Eanna", "does not show"},
      {"a soft hyphen", "an\u00ADna", "does not show"},
      {"a private character", "anna\uE000", "does not show"},
      {"an accent of its own", "Rene\u0301", "accent"},
      {"no UTF-8", "anna\xff", "UTF-8"},
      {"a cut character", "ann\xc3", "UTF-8"},
      {"an overlong form", "\xc0\xaf", "UTF-8"},
      {"a surrogate", "\xed\xa0\x80", "UTF-8"},
  };
  for (const auto& row : rows) {
    const auto checked = check_name(row.name);
    if (row.says.empty()) {
      EXPECT_TRUE(checked) << row.reason << ": " << checked.error().message;
      continue;
    }
    ASSERT_FALSE(checked) << row.reason;
    EXPECT_EQ(checked.error().why, Refusal::Why::invalid);
    EXPECT_NE(checked.error().message.find(row.says), std::string::npos)
        << row.reason << ": " << checked.error().message;
  }
}

TEST(Name, IsTheSameInAnyCase) {
  struct Pair {
    const char* one;
    const char* other;
  };

  for (const auto& [one, other] : {Pair{"Anna", "aNNA"},
                                   {"JÜRGEN", "jürgen"},
                                   {"ΟΔΥΣΣΕΥΣ", "οδυσσευς"},
                                   {"Жанна", "ЖАННА"},
                                   {"\u212Aelvin", "kelvin"}}) {
    EXPECT_EQ(fold_name(one), fold_name(other)) << one;
  }
  EXPECT_NE(fold_name("anna"), fold_name("änna"));
  EXPECT_EQ(fold_name("anna\xff"), "") << "no name, so nobody's";
}

}  // namespace
}  // namespace vitrine::accounts
