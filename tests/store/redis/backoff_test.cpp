#include "store/redis/backoff.h"

#include <set>

#include <gtest/gtest.h>

namespace vitrine::store::redis {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, DoublesUpToItsBoundAndBeginsAnewWhenItHasWorked) {
  Backoff backoff({.first = milliseconds{50}, .longest = milliseconds{400}}, 1);
  for (int round = 0; round < 3; ++round) {
    for (const int bound : {50, 100, 200, 400, 400, 400}) {
      const auto next = backoff.next();
      EXPECT_GE(next, milliseconds{bound / 2});
      EXPECT_LE(next, milliseconds{bound});
    }
    backoff.reset();
  }
}

TEST(Backoff, IsNotTheSameForEveryInstance) {
  std::set<milliseconds> waits;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    waits.insert(
        Backoff({.first = milliseconds{1000}, .longest = milliseconds{1000}}, seed).next());
  }
  EXPECT_GT(waits.size(), 10U);
}

TEST(Backoff, StaysWithinItsBoundForEver) {
  Backoff backoff({.first = milliseconds{5000}, .longest = milliseconds{1000}}, 1);
  for (int i = 0; i < 200; ++i) EXPECT_LE(backoff.next(), milliseconds{1000});
}

}  // namespace
}  // namespace vitrine::store::redis
