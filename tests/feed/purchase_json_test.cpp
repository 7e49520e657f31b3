#include "feed/purchase_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sales/sample.h"

namespace vitrine::feed {
namespace {

using testing::HasSubstr;

constexpr std::string_view kLeast =
    R"("utc_date": 1700000000, "artist_name": "Björk", "amount_paid": 12.50)";

std::string with(std::string_view more) {
  return "{" + std::string(kLeast) + (more.empty() ? "" : ", ") + std::string(more) + "}";
}

std::string refusal(std::string_view json) {
  const auto read = read_purchases(json);
  return read ? "it was read" : read.error().public_message;
}

TEST(PurchaseJson, ReadsWhatItWrites) {
  const auto purchase = sales::sample();
  std::string json;
  append_purchase(json, purchase, 7);
  const auto read = read_purchase(json);
  ASSERT_TRUE(read) << read.error().public_message;
  EXPECT_EQ(*read, purchase);
  EXPECT_THAT(json,
              HasSubstr(R"({"id":"sale-1","offset":7,"utc_date":"2023-11-14T22:13:20.000Z")"));
  EXPECT_THAT(json, HasSubstr(R"("amount_paid":25.50)"));
}

TEST(PurchaseJson, FillsInWhatNeedNotBeSaid) {
  const auto read = read_purchase(with(""));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->currency, "USD");
  EXPECT_EQ(read->amount_paid, 1250);
  EXPECT_EQ(read->amount_paid_usd, 1250);
  EXPECT_EQ(read->item_price, 1250);
  EXPECT_EQ(read->quantity, 1);
}

TEST(PurchaseJson, ReadsAnItemOfS1sFeed) {
  const auto read = read_purchase(R"({
    "utc_date": 1700000000.4567, "artist_name": "R.E.M.", "item_type": "a",
    "item_description": "Green", "album_title": null, "slug_type": "a",
    "track_album_slug_text": "green", "currency": "JPY", "amount_paid": 1500.0,
    "item_price": 1500, "amount_paid_usd": 9.949999999999999, "country": "Japan",
    "country_code": "jp", "art_id": 1234567, "releases": null, "package_image_id": null,
    "url": "//rem.example/green", "amount_paid_fmt": "¥1500", "art_url": "https://f4.example/a.jpg"
  })");
  ASSERT_TRUE(read) << read.error().public_message;
  EXPECT_EQ(read->amount_paid, 1500);
  EXPECT_EQ(read->amount_paid_usd, 995);
  EXPECT_EQ(read->art_id, "1234567");
  EXPECT_EQ(read->at.time_since_epoch().count(), 1'700'000'000'457);
}

TEST(PurchaseJson, ReadsAmountsExactlyAlsoBeforeTheirCurrency) {
  const auto read = read_purchase(
      R"({"amount_paid": 90071992547409.93, "amount_paid_usd": 0.1e1, "currency": "EUR",
          "artist_name": "A", "utc_date": 1700000000})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->amount_paid, 9'007'199'254'740'993);
  EXPECT_EQ(read->amount_paid_usd, 100);
}

TEST(PurchaseJson, TakesOneAnArrayOrLines) {
  struct Row {
    std::string json;
    std::size_t count;
  };

  const Row rows[] = {
      {with(""), 1},
      {"[" + with("") + "," + with("") + "]", 2},
      {with("") + "\n" + with("") + "\r\n\n" + with("") + "\n", 3},
      {"[]", 0},
  };
  for (const auto& row : rows) {
    const auto read = read_purchases(row.json);
    ASSERT_TRUE(read) << row.json << read.error().public_message;
    EXPECT_EQ(read->size(), row.count);
  }
}

TEST(PurchaseJson, NamesThePurchaseTheFieldAndThePlace) {
  struct Row {
    std::string json;
    std::string message;
  };

  const Row rows[] = {
      {with("\"artist\": \"x\""), "Purchase 1: there is no field \"artist\", at line 1, column 82"},
      {"[" + with("") + ",\n{}]", "Purchase 2: artist_name is missing"},
      {R"({"artist_name": "A", "amount_paid": 1})", "Purchase 1: utc_date is missing"},
      {R"({"artist_name": "A", "utc_date": 1})", "Purchase 1: amount_paid is missing"},
      {R"({"artist_name": null, "utc_date": 1, "amount_paid": 1})",
       "Purchase 1: artist_name is missing"},
      {R"({"artist_name": 7})",
       "Purchase 1: artist_name must be a text and is a number, at line 1, column 17"},
      {R"({"amount_paid": "12.50"})",
       "Purchase 1: amount_paid must be a number and is a text, at line 1, column 17"},
      {with("\"quantity\": 1.5"),
       "Purchase 1: quantity is \"1.5\"; it must be a whole number such as 1"},
      {with("\"utc_date\": 1"), "Purchase 1: \"utc_date\" is there twice, at line 1, column 84"},
      {with("\"currency\": \"EUR\""),
       "Purchase 1: amount_paid_usd is missing: only an amount in USD does without"},
      {with("\"currency\": \"usd\""),
       "Purchase 1: currency is \"usd\"; it must be a code of ISO 4217 such as USD"},
      {R"({"artist_name":"A","utc_date":1,"amount_paid":12.505})",
       "Purchase 1: amount_paid is \"12.505\"; USD has at most 2 decimals"},
      {R"({"artist_name":"A","utc_date":"today","amount_paid":1})",
       "Purchase 1: utc_date is \"today\"; it must be seconds since 1970 or a date with its zone "
       "such as 2023-11-14T22:13:20.000Z"},
      {"[7]", "Purchase 1: it must be an object and is a number, at line 1, column 2"},
      {"\"x\"", "Purchase 1: it must be an object and is a text, at line 1, column 1"},
      {"[" + with("") + "] x",
       "Malformed JSON at line 1, column 74: there is more behind the array"},
      {with("") + "\n{\"utc_date\": }",
       "Purchase 2: Malformed JSON at line 2, column 14: expected a value, found '}'"},
      {"", "Malformed JSON at line 1, column 1: expected a value, found the end of the text"},
  };
  for (const auto& row : rows) EXPECT_EQ(refusal(row.json), row.message) << row.json;
}

TEST(PurchaseJson, PassesOverWhatAFeedHasGrown) {
  EXPECT_TRUE(read_purchase(with(R"("new": {"deep": [1, 2]})"), Unknown::passed_over));
}

TEST(PurchaseJson, TakesAThousandAtOnceAndNoMore) {
  std::string json;
  for (std::size_t i = 0; i < sales::kBatchMax; ++i) json += with("") + "\n";
  EXPECT_TRUE(read_purchases(json));
  EXPECT_THAT(refusal(json + with("")), HasSubstr("more than 1000 purchases"));
}

}  // namespace
}  // namespace vitrine::feed
