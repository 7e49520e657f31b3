#include "accounts/password_rules.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::accounts {
namespace {

TEST(CommonPassword, IsAKnownWordInAnyDisguise) {
  for (const std::string password :
       {"password",   "Password1",   "P@ssw0rd",    "p4ssw0rd123", "passw0rd!",   "iloveyou",
        "ILOVEYOU2",  "sunshine",    "Sunshine123", "dragon2024",  "1dragon1",    "monkeymonkey",
        "football99", "welcome1!",   "letmein123",  "trustno1",    "superman!!",  "qwerty123",
        "qwertyuiop", "1qaz2wsx",    "asdfghjkl",   "zxcvbnm,",    "87654321",    "12345678",
        "123456789",  "1234567890",  "abcdefgh",    "aaaaaaaa",    "12121212",    "abcabcabc",
        "abc12345",   "123456abc",   "00000000",    "1q2w3e4r5t",  "vitrine2026", "admin1234",
        "!!admin!!",  "qwertz12345", "princess12",  "Charlie1",    "passwort1"}) {
    EXPECT_TRUE(is_common_password(password)) << password;
  }
}

TEST(CommonPassword, IsNotWhatPeopleMakeUp) {
  for (const std::string password : {"correct horse",
                                     "dragon in the cupboard",
                                     "Tr7-uNq2.zz",
                                     "my cat is called Eve",
                                     "password is too short a word",
                                     "x9$kLmW2",
                                     "山田太郎の猫",
                                     "zehn kleine Fische"}) {
    EXPECT_FALSE(is_common_password(password)) << password;
  }
}

TEST(Password, IsRefusedWithItsReason) {
  struct Row {
    const char* reason;
    std::string password;
    std::string says;
  };

  const Row rows[] = {{"long enough", "x9$kLmW2", ""},
                      {"nothing", "", "8 characters"},
                      {"seven bytes", "x9$kLmW", "8 characters"},
                      {"as long as may be", std::string(512, 'x') + std::string(512, 'y'), ""},
                      {"a byte more", std::string(512, 'x') + std::string(513, 'y'), "1,024"},
                      {"the name", "Anna-Maria 99", "is the name"},
                      {"the name in capitals", "ANNA-MARIA 99", "is the name"},
                      {"a common one", "Password123", "guessed first"}};
  for (const auto& row : rows) {
    const auto checked = check_password(row.password, "anna-maria 99");
    if (row.says.empty()) {
      EXPECT_TRUE(checked) << row.reason;
      continue;
    }
    ASSERT_FALSE(checked) << row.reason;
    EXPECT_NE(checked.error().message.find(row.says), std::string::npos)
        << row.reason << ": " << checked.error().message;
  }
}

}  // namespace
}  // namespace vitrine::accounts
