#include "sales/purchase.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sales/sample.h"

namespace vitrine::sales {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

std::string refusal(const Purchase& purchase) {
  const auto checked = check(purchase, kSampleTime);
  if (checked) return "";
  EXPECT_EQ(checked.error().kind, FailureKind::bad_request);
  return checked.error().public_message;
}

TEST(Purchase, MayBeAsLargeAsItsLimitsSay) {
  auto purchase = sample(std::string(128, 'x'));
  purchase.artist_name = std::string(256, 'x');
  purchase.album_title = std::string(512, 'x');
  purchase.item_description = std::string(1024, 'x');
  purchase.url = "/" + std::string(2047, 'x');
  purchase.amount_paid = kAmountMax;
  purchase.amount_paid_usd = kUsdMax;
  purchase.quantity = 1'000'000;
  purchase.at = kSampleTime + hours{24};
  EXPECT_EQ(refusal(purchase), "");
}

TEST(Purchase, MayLackWhatItNeedNotHave) {
  Purchase purchase;
  purchase.id = "1";
  purchase.at = kEarliest;
  purchase.artist_name = "x";
  EXPECT_EQ(refusal(purchase), "");
}

TEST(Purchase, IsRefusedByFieldValueAndLimit) {
  struct Row {
    std::function<void(Purchase&)> change;
    const char* message;
  };

  for (const auto& row : {
           Row{[](Purchase& p) { p.id.clear(); }, "id is missing"},
           Row{[](Purchase& p) { p.id.assign(129, 'x'); }, "id has 129 bytes; at most 128"},
           Row{[](Purchase& p) { p.artist_name.clear(); }, "artist_name is missing"},
           Row{[](Purchase& p) { p.artist_name = "a\xff"; },
               "artist_name must be UTF-8 without control characters"},
           Row{[](Purchase& p) { p.album_title = "a\nb"; },
               "album_title must be UTF-8 without control characters"},
           Row{[](Purchase& p) { p.country = "\xc2\x85"; },
               "country must be UTF-8 without control characters"},
           Row{[](Purchase& p) { p.item_description.assign(1025, 'x'); },
               "item_description has 1025 bytes; at most 1024"},
           Row{[](Purchase& p) { p.country_code = "ISL"; },
               "country_code is \"ISL\"; it must be two letters, or empty"},
           Row{[](Purchase& p) { p.url = "javascript:alert(1)"; },
               "url is \"javascript:alert(1)\"; it must be an address that begins with https://, "
               "http:// or /"},
           Row{[](Purchase& p) { p.currency = "DEM"; },
               "currency is \"DEM\"; it must be a code of ISO 4217 such as USD"},
           Row{[](Purchase& p) { p.amount_paid = -1; },
               "amount_paid is -0.01; it must be 0 to 10000000000000.00 EUR"},
           Row{[](Purchase& p) { p.item_price = kAmountMax + 1; },
               "item_price is 10000000000000.01; it must be 0 to 10000000000000.00 EUR"},
           Row{[](Purchase& p) { p.amount_paid_usd = kUsdMax + 1; },
               "amount_paid_usd is 100000000.01; it must be 0 to 100000000.00 USD"},
           Row{[](Purchase& p) { p.quantity = 0; }, "quantity is 0; it must be 1 to 1000000"},
           Row{[](Purchase& p) { p.at = kEarliest - milliseconds{1}; },
               "utc_date is 1999-12-31 23:59:59.999; it must be 2000-01-01 or later"},
           Row{[](Purchase& p) { p.at = kSampleTime + hours{24} + milliseconds{1}; },
               "utc_date is 2023-11-15 22:13:20.001; it must be at most 24 hours ahead of our "
               "clock"},
       }) {
    auto purchase = sample();
    row.change(purchase);
    EXPECT_EQ(refusal(purchase), row.message);
  }
}

TEST(Purchase, HasATimeOfAnySizeWithoutHarm) {
  for (const auto at : {Moment::min(), Moment::max()}) {
    auto purchase = sample();
    purchase.at = at;
    EXPECT_THAT(refusal(purchase), testing::StartsWith("utc_date is "));
  }
}

TEST(Batch, IsRefusedForOneOfItsPurchases) {
  auto wrong = sample("sale-\xc3\xa9");
  wrong.quantity = 0;
  const auto checked = check(std::vector{sample("a"), wrong, sample("c")}, kSampleTime);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().public_message,
            "Purchase 2 (id \"sale-\xc3\xa9\"): quantity is 0; it must be 1 to 1000000");
}

TEST(Batch, HoldsOneToAThousand) {
  EXPECT_FALSE(check(std::vector<Purchase>{}, kSampleTime));
  EXPECT_TRUE(check(std::vector<Purchase>(1000, sample()), kSampleTime));
  const auto checked = check(std::vector<Purchase>(1001, sample()), kSampleTime);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().public_message, "There are 1001 purchases; 1 to 1000 go into one call");
}

}  // namespace
}  // namespace vitrine::sales
