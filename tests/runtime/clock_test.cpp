#include "runtime/clock.h"

#include <chrono>

#include <gtest/gtest.h>

namespace vitrine {
namespace {

using namespace std::chrono_literals;

TEST(ManualClock, StandsStillUntilItIsAdvanced) {
  ManualClock clock(WallTime{1000s});
  const auto steady = clock.steady();

  EXPECT_EQ(clock.wall(), WallTime{1000s});
  EXPECT_EQ(clock.steady(), steady);

  clock.advance(90s);
  clock.advance(500ms);
  EXPECT_EQ(clock.wall(), WallTime{1090500ms});
  EXPECT_EQ(clock.steady() - steady, 90500ms);
}

TEST(SystemClock, ShowsTheTimeOfTheMachine) {
  const SystemClock clock;
  const auto before = std::chrono::system_clock::now();
  const auto shown = clock.wall();
  EXPECT_GE(shown, before);
  EXPECT_LE(shown, std::chrono::system_clock::now());

  const auto first = clock.steady();
  EXPECT_GE(clock.steady(), first);
}

}  // namespace
}  // namespace vitrine
