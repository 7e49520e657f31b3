#include "sales/money.h"

#include <gtest/gtest.h>

namespace vitrine::sales {
namespace {

TEST(Money, IsReadExactly) {
  struct Row {
    const char* why;
    const char* text;
    const char* currency;
    Amount amount;
  };

  for (const auto& row : {Row{"two decimals", "12.50", "USD", 1250},
                          Row{"one decimal", "12.5", "USD", 1250},
                          Row{"no decimals", "12", "USD", 1200},
                          Row{"nothing paid", "0", "EUR", 0},
                          Row{"nothing, at length", "0.000000", "EUR", 0},
                          Row{"a cent", "0.01", "USD", 1},
                          Row{"zeros behind the last place", "12.5000", "USD", 1250},
                          Row{"zeros in front", "007.5", "USD", 750},
                          Row{"a currency without decimals", "1250", "JPY", 1250},
                          Row{"the same with zeros", "1250.00", "JPY", 1250},
                          Row{"three decimals", "1.255", "KWD", 1255},
                          Row{"what doubles get wrong", "0.29", "USD", 29},
                          Row{"beyond 2^53", "90071992547409.93", "USD", 9'007'199'254'740'993},
                          Row{"an exponent", "1.25e1", "USD", 1250},
                          Row{"a negative exponent", "1250E-2", "USD", 1250},
                          Row{"refunds are read, and refused elsewhere", "-3.10", "USD", -310}}) {
    const auto amount = parse_amount("amount_paid", row.text, *find_currency(row.currency));
    ASSERT_TRUE(amount) << row.why << ": " << amount.error().public_message;
    EXPECT_EQ(*amount, row.amount) << row.why;
  }
}

TEST(Money, IsRoundedHalfToEvenWhereItWasConverted) {
  struct Row {
    const char* text;
    Amount amount;
  };

  for (const auto& row : {Row{"10.994", 1099},
                          Row{"10.995", 1100},
                          Row{"10.985", 1098},
                          Row{"10.9850001", 1099},
                          Row{"10.9849999", 1098},
                          Row{"0.005", 0},
                          Row{"0.0050001", 1},
                          Row{"0.0009", 0},
                          Row{"0.015", 2},
                          Row{"1e-300", 0},
                          Row{"-10.995", -1100}}) {
    const auto amount = parse_amount("amount_paid_usd", row.text, kUsd, Rounding::nearest);
    ASSERT_TRUE(amount) << row.text;
    EXPECT_EQ(*amount, row.amount) << row.text;
  }
}

TEST(Money, SaysWhatIsWrong) {
  struct Row {
    const char* text;
    const char* currency;
    const char* message;
  };

  const char* no_number = "it must be a decimal number such as 12.50";
  for (const auto& row : {Row{"", "USD", no_number},
                          Row{"twelve", "USD", no_number},
                          Row{"12,50", "USD", no_number},
                          Row{".5", "USD", no_number},
                          Row{"5.", "USD", no_number},
                          Row{"+5", "USD", no_number},
                          Row{" 5", "USD", no_number},
                          Row{"1e", "USD", no_number},
                          Row{"0x10", "USD", no_number},
                          Row{"NaN", "USD", no_number},
                          Row{"12.505", "USD", "USD has at most 2 decimals"},
                          Row{"12.5", "JPY", "JPY has at most 0 decimals"},
                          Row{"10000000000000000000", "USD", "it is too large"},
                          Row{"1e99999999999", "USD", "it is too large"}}) {
    const auto amount = parse_amount("item_price", row.text, *find_currency(row.currency));
    ASSERT_FALSE(amount) << row.text;
    EXPECT_EQ(amount.error().public_message,
              "item_price is \"" + std::string(row.text) + "\"; " + row.message);
  }
}

TEST(Money, IsWrittenAsItIsRead) {
  struct Row {
    Sum amount;
    unsigned decimals;
    const char* text;
  };

  for (const auto& row : {Row{1250, 2, "12.50"},
                          Row{5, 2, "0.05"},
                          Row{-5, 2, "-0.05"},
                          Row{0, 2, "0.00"},
                          Row{1250, 0, "1250"},
                          Row{0, 0, "0"},
                          Row{1, 4, "0.0001"},
                          Row{Sum{INT64_MAX} * 100, 2, "9223372036854775807.00"}}) {
    EXPECT_EQ(amount_text(row.amount, row.decimals), row.text);
  }
}

TEST(Money, KnowsTheCurrenciesThatThereAre) {
  EXPECT_EQ(find_currency("USD")->decimals, 2U);
  EXPECT_EQ(find_currency("JPY")->decimals, 0U);
  EXPECT_EQ(find_currency("BHD")->decimals, 3U);
  for (const char* unknown : {"", "usd", "US", "USDX", "XXX", "AAA", "ZZZ", "DEM", "BTC"}) {
    EXPECT_EQ(find_currency(unknown), nullptr) << unknown;
  }
}

}  // namespace
}  // namespace vitrine::sales
