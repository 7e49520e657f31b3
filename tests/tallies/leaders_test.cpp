#include "tallies/leaders.h"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>

namespace vitrine::tallies {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr Second kNow = 1'700'000'000;

TEST(Leaders, KeepWhoIsCountedMostInAFloodOfOthers) {
  Leaders leaders(16);
  for (int i = 0; i < 10'000; ++i) {
    leaders.count("odd-" + std::to_string(i), 1, kNow);
    // One part in eight, which is more than one in sixteen.
    if (i % 7 == 0) leaders.count("home", 1, kNow);
  }
  EXPECT_THAT(leaders.names(), SizeIs(16));
  EXPECT_THAT(leaders.names(), Contains("home"));
  EXPECT_EQ(leaders.last_minute(kNow), 10'000U + 1429U);
}

TEST(Leaders, FadeWhenOthersAreCounted) {
  Leaders leaders(2);
  leaders.count("morning", 1'000'000, kNow);
  leaders.count("noon", 100, kNow);
  leaders.count("evening", 50, kNow + 6 * 3600);
  leaders.count("noon", 20, kNow + 6 * 3600);
  EXPECT_THAT(leaders.names(), UnorderedElementsAre("evening", "noon"));
}

TEST(Leaders, CountTheLastMinuteOnlyOfWhatIsInIt) {
  Leaders leaders;
  leaders.count("a", 3, kNow);
  leaders.count("b", 4, kNow + 59);
  EXPECT_EQ(leaders.last_minute(kNow + 59), 7U);
  EXPECT_EQ(leaders.last_minute(kNow + 60), 4U);
  EXPECT_EQ(leaders.last_minute(kNow + 200), 0U);
}

TEST(Leaders, TakeUpWhatWasSavedInAnyOrder) {
  const auto counted_at = [](Second at) {
    Series series;
    series.add(at, 2);
    return series;
  };
  Leaders leaders;
  leaders.restore("just now", counted_at(kNow), kNow);
  leaders.restore("before", counted_at(kNow - 50), kNow);
  leaders.restore("an hour ago", counted_at(kNow - 4000), kNow);
  leaders.restore("last week", counted_at(kNow - 7 * kDay), kNow);
  leaders.count("new", 1, kNow);
  EXPECT_EQ(leaders.last_minute(kNow), 5U);
  EXPECT_THAT(leaders.names(), Not(Contains("last week")));
  EXPECT_THAT(leaders.names(), SizeIs(4));
  leaders.forget_all();
  EXPECT_THAT(leaders.names(), IsEmpty());
}

}  // namespace
}  // namespace vitrine::tallies
