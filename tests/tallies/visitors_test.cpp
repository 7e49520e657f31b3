#include "tallies/visitors.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

TEST(Visitors, AreCountedWithinTheErrorOfTheirRegisters) {
  // 1.6 % is one standard error; four of them, and one visitor for the smallest.
  for (const std::uint64_t many : {0, 1, 10, 300, 1290, 1400, 5'000, 20'000, 300'000}) {
    std::mt19937_64 random(many);  // NOLINT: the same each time
    Visitors visitors;
    for (std::uint64_t i = 0; i < many; ++i) visitors.add(5, trace_of(random()));
    const auto counted = static_cast<double>(visitors.count(5));
    EXPECT_NEAR(counted, static_cast<double>(many), 1 + 0.064 * static_cast<double>(many)) << many;
  }
}

TEST(Visitors, AreNotCountedTwice) {
  Visitors visitors;
  for (int i = 0; i < 1000; ++i) visitors.add(5, trace_of(0x1234567890abcdef));
  EXPECT_EQ(visitors.count(5), 1U);
}

TEST(Visitors, AreForgottenTheNextDay) {
  Visitors visitors;
  visitors.add(5, trace_of(1));
  EXPECT_EQ(visitors.count(6), 0U);
  visitors.add(6, trace_of(2));
  EXPECT_EQ(visitors.count(6), 1U);
  EXPECT_EQ(visitors.count(5), 0U);
}

TEST(Visitors, ComeBackAsTheyWereSaved) {
  for (const int many : {0, 1, 800, 50'000}) {
    std::mt19937_64 random(3);  // NOLINT: the same each time
    Visitors visitors;
    for (int i = 0; i < many; ++i) visitors.add(9, trace_of(random()));
    Visitors restored;
    ASSERT_TRUE(Visitors::restore(visitors.saved(), restored));
    EXPECT_EQ(restored.count(9), visitors.count(9)) << many;
  }
}

TEST(Visitors, LeaveNoTraceThatCannotBe) {
  Visitors visitors;
  visitors.add(1, {.place = kPlaces, .rank = 1});
  visitors.add(1, {.place = 0, .rank = 0});
  visitors.add(1, {.place = 0, .rank = 200});
  EXPECT_EQ(visitors.count(1), 0U);
  EXPECT_EQ(trace_of(0).rank, 53);
  EXPECT_EQ(trace_of(~std::uint64_t{0}).rank, 1);
}

}  // namespace
}  // namespace vitrine::tallies
