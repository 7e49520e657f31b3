#include "origin/byte_budget.h"

#include <cstdint>
#include <limits>
#include <memory>

#include <gtest/gtest.h>

namespace vitrine::origin {
namespace {

TEST(ByteBudget, IsSharedByAllAndGivenBack) {
  ByteBudget budget(1000);
  auto first = std::make_unique<BudgetShare>(budget);
  BudgetShare second(budget);

  EXPECT_TRUE(first->grow_to(600));
  EXPECT_FALSE(second.grow_to(401));
  EXPECT_TRUE(second.grow_to(400));
  EXPECT_EQ(budget.taken(), 1000U);
  EXPECT_FALSE(first->grow_to(601));

  first.reset();
  EXPECT_EQ(budget.taken(), 400U);
  EXPECT_TRUE(second.grow_to(1000));
}

TEST(ByteBudget, GrowsToASizeAndNotByIt) {
  ByteBudget budget(1000);
  BudgetShare share(budget);

  EXPECT_TRUE(share.grow_to(700));
  EXPECT_TRUE(share.grow_to(900));
  EXPECT_TRUE(share.grow_to(100)) << "has that already";
  EXPECT_EQ(budget.taken(), 900U);
}

TEST(ByteBudget, DoesNotWrapAround) {
  ByteBudget budget(1000);
  BudgetShare share(budget);
  ASSERT_TRUE(share.grow_to(1));

  EXPECT_FALSE(share.grow_to(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_EQ(budget.taken(), 1U);
}

}  // namespace
}  // namespace vitrine::origin
