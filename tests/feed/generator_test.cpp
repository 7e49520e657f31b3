#include "feed/generator.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sales/purchase.h"

namespace vitrine::feed {
namespace {

constexpr sales::Moment kNoon{std::chrono::seconds{1'700'049'600}};

TEST(Generator, TheSameSeedSellsTheSame) {
  Generator one({.seed = 7, .rate = 2, .start = kNoon});
  Generator other({.seed = 7, .rate = 2, .start = kNoon});
  Generator third({.seed = 8, .rate = 2, .start = kNoon});
  bool differs = false;
  for (int i = 0; i < 1000; ++i) {
    const auto purchase = one.next();
    EXPECT_EQ(purchase, other.next());
    differs = differs || purchase.artist_name != third.next().artist_name;
  }
  EXPECT_TRUE(differs);
}

TEST(Generator, SellsWhatIsInOrder) {
  Generator generator({.seed = 1, .rate = 50, .start = kNoon});
  std::set<std::string> ids;
  auto last = kNoon;
  for (int i = 0; i < 5000; ++i) {
    const auto purchase = generator.next();
    const auto checked = sales::check(purchase, WallTime(kNoon) + std::chrono::hours(1));
    ASSERT_TRUE(checked) << checked.error().public_message;
    EXPECT_TRUE(ids.insert(purchase.id).second);
    EXPECT_GE(purchase.at, last);
    EXPECT_GT(purchase.amount_paid_usd, 0);
    last = purchase.at;
  }
}

TEST(Generator, KeepsItsRateOverADay) {
  Generator generator({.seed = 1, .rate = 1, .start = kNoon});
  int sold = 0;
  while (generator.next().at < kNoon + std::chrono::days(1)) ++sold;
  EXPECT_NEAR(sold, 86'400, 4'000);
}

TEST(Generator, AFewArtistsSellMost) {
  Generator generator({.seed = 1, .rate = 1, .start = kNoon});
  std::map<std::string, int> sold;
  for (int i = 0; i < 10'000; ++i) ++sold[generator.next().artist_name];
  std::vector<int> counts;
  for (const auto& [name, count] : sold) counts.push_back(count);
  std::ranges::sort(counts, std::ranges::greater());
  EXPECT_GT(counts.size(), 100u);
  EXPECT_GT(counts[0], 8 * counts[15]);
}

TEST(Catalogue, PricesAreRoundInTheCurrencyOfTheirShop) {
  struct Row {
    Country country;
    sales::Amount price;
  };

  const Row rows[] = {{{"United States", "us", 1, "USD", 1'000'000}, 1000},
                      {{"Japan", "jp", 1, "JPY", 6'700}, 1400},
                      {{"Sweden", "se", 1, "SEK", 95'000}, 10'500}};
  for (const auto& row : rows) {
    EXPECT_EQ(price_in(row.country, 1000), row.price) << row.country.name;
    EXPECT_NEAR(static_cast<double>(cents_of(row.country, row.price)), 1000, 70);
  }
}

}  // namespace
}  // namespace vitrine::feed
