#include "endpoints/live_sales.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "await/await.h"
#include "endpoints/memory_sales.h"
#include "sales/sample.h"

namespace vitrine::endpoints {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LiveSalesTest : public ::testing::Test {
 protected:
  void sell(int times) {
    for (int i = 0; i < times; ++i) {
      auto purchase = sales::sample("p" + std::to_string(++sold_));
      const auto recorded =
          vitrine::testing::await(sales_.record({.purchases = {purchase}, .key = {}}));
      ASSERT_TRUE(recorded) << recorded.error().public_message;
    }
  }

  live::Page behind(std::uint64_t after) {
    auto page = vitrine::testing::await(live_.behind(after));
    EXPECT_TRUE(page && *page);
    return page && *page ? **std::move(page) : live::Page{};
  }

  sales::MemorySales memory_;
  ManualClock clock_;
  observe::Metrics metrics_;
  sales::Sales sales_{memory_, memory_, clock_, metrics_};
  LiveSales live_ = live_sales(sales_);
  int sold_ = 0;
};

TEST_F(LiveSalesTest, TellOfTheNewestWithThePositionOfTheLog) {
  sell(12);
  const auto update = vitrine::testing::await(live_.newest());
  ASSERT_TRUE(update);
  EXPECT_EQ(update->position, (live::Position{"0123456789abcdef", 12}));
  EXPECT_TRUE(update->body.starts_with("{\"purchases\":[{")) << update->body;
  EXPECT_THAT(update->body, HasSubstr("\"p12\""));
  EXPECT_THAT(update->body, HasSubstr("\"p3\""));
  EXPECT_THAT(update->body, Not(HasSubstr("\"p2\""))) << "ten of them";
}

TEST_F(LiveSalesTest, GiveInPagesWhatAReaderHasMissed) {
  sell(150);
  const auto first = behind(20);
  ASSERT_EQ(first.updates.size(), 1);
  EXPECT_EQ(first.updates[0].position.offset, 120);
  EXPECT_FALSE(first.complete);
  EXPECT_THAT(first.updates[0].body, HasSubstr("\"p21\""));
  const auto second = behind(120);
  EXPECT_EQ(second.updates[0].position.offset, 150);
  EXPECT_TRUE(second.complete);
  EXPECT_TRUE(behind(150).updates.empty());
}

TEST_F(LiveSalesTest, DoNotGoBackToAPlaceThatTheLogHasNot) {
  sell(3);
  const auto page = vitrine::testing::await(live_.behind(4));
  ASSERT_TRUE(page);
  EXPECT_FALSE(*page);
}

TEST_F(LiveSalesTest, SumUpForADashboard) {
  sell(2);
  const auto update = vitrine::testing::await(live_.overview());
  ASSERT_TRUE(update) << update.error().public_message;
  EXPECT_EQ(update->position, live::Position{}) << "a state has no place in the log";
  EXPECT_THAT(update->body, HasSubstr("{\"topSellers\":{\"labels\":[\""));
  EXPECT_THAT(update->body, HasSubstr("\"purchaseHistory\":[{\"x\":"));
}

}  // namespace
}  // namespace vitrine::endpoints
