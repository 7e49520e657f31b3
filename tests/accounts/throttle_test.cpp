#include "accounts/throttle.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/clock.h"

namespace vitrine::accounts {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Tries as soon as it may, and lists how long it had to wait each time.
std::vector<seconds> waits(Throttle& throttle, ManualClock& clock, int times) {
  std::vector<seconds> waited;
  for (int i = 0; i < times; ++i) {
    auto left = throttle.enter("anna", clock.steady());
    waited.push_back(left.value_or(seconds(0)));
    if (!left) continue;
    clock.advance(*left);
    EXPECT_FALSE(throttle.enter("anna", clock.steady()));
  }
  return waited;
}

TEST(Throttle, DoublesFromOneSecondUpToItsBound) {
  ManualClock clock;
  Throttle throttle({.free = 3, .longest = seconds(10)});
  EXPECT_EQ(waits(throttle, clock, 9),
            (std::vector{seconds(0),
                         seconds(0),
                         seconds(0),
                         seconds(1),
                         seconds(2),
                         seconds(4),
                         seconds(8),
                         seconds(10),
                         seconds(10)}));
}

TEST(Throttle, LetsFewOfAThousandAtOncePass) {
  const ManualClock clock;
  Throttle throttle({.free = 5});
  int passed = 0;
  for (int i = 0; i < 1000; ++i) {
    if (!throttle.enter("anna", clock.steady())) ++passed;
  }
  EXPECT_EQ(passed, 5);
  EXPECT_FALSE(throttle.enter("berta", clock.steady())) << "others are not held up";
}

TEST(Throttle, RoundsTheWaitUp) {
  ManualClock clock;
  Throttle throttle({.free = 1});
  throttle.count("anna", clock.steady());
  clock.advance(milliseconds(999));
  EXPECT_EQ(throttle.wait("anna", clock.steady()), seconds(1));
  clock.advance(milliseconds(1));
  EXPECT_EQ(throttle.wait("anna", clock.steady()), std::nullopt);
}

TEST(Throttle, ForgetsWhoSucceededAndWhatIsLongAgo) {
  ManualClock clock;
  Throttle throttle({.free = 1, .forgotten_after = seconds(60)});
  throttle.count("anna", clock.steady());
  throttle.forget("anna");
  EXPECT_FALSE(throttle.wait("anna", clock.steady()));

  for (int i = 0; i < 3; ++i) throttle.count("berta", clock.steady());
  EXPECT_EQ(throttle.wait("berta", clock.steady()), seconds(4));
  clock.advance(seconds(60));
  throttle.count("berta", clock.steady());
  EXPECT_EQ(throttle.wait("berta", clock.steady()), seconds(1));
}

TEST(Throttle, TakesBackWhatNobodyLookedAt) {
  const ManualClock clock;
  Throttle throttle({.free = 1});
  EXPECT_FALSE(throttle.enter("anna", clock.steady()));
  throttle.uncount("anna");
  EXPECT_FALSE(throttle.enter("anna", clock.steady()));
  throttle.uncount("nobody");
}

TEST(Throttle, KeepsOnlySoManyNames) {
  const ManualClock clock;
  Throttle throttle({.free = 1, .entries_max = 100});
  throttle.count("anna", clock.steady());
  for (int i = 0; i < 99; ++i) throttle.count(std::to_string(i), clock.steady());
  EXPECT_TRUE(throttle.wait("anna", clock.steady())) << "looking at it keeps it";
  for (int i = 100; i < 199; ++i) throttle.count(std::to_string(i), clock.steady());
  EXPECT_TRUE(throttle.wait("anna", clock.steady()));
  EXPECT_FALSE(throttle.wait("0", clock.steady()));
}

}  // namespace
}  // namespace vitrine::accounts
