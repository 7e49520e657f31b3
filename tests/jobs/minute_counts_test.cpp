#include "jobs/minute_counts.h"

#include <gtest/gtest.h>

namespace vitrine::jobs {
namespace {

using std::chrono::seconds;

TEST(MinuteCounts, CountSixtySeconds) {
  ManualClock clock;
  MinuteCounts counts(clock);
  counts.count(State::running);
  counts.count(State::done);
  clock.advance(seconds(30));
  counts.count(State::running);
  counts.count(State::failed);
  counts.count(State::waiting);
  EXPECT_EQ(counts.last_minute().begun, 2U);
  clock.advance(seconds(30));
  EXPECT_EQ(counts.last_minute().begun, 1U);
  EXPECT_EQ(counts.last_minute().done, 0U);
  EXPECT_EQ(counts.last_minute().failed, 1U);
  clock.advance(seconds(3000));
  EXPECT_EQ(counts.last_minute().failed, 0U);
}

}  // namespace
}  // namespace vitrine::jobs
