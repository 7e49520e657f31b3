#include "observe/health.h"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::observe {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Health, StartsAliveAndNotReady) {
  const Health health;
  EXPECT_TRUE(health.alive());
  EXPECT_FALSE(health.ready());
  EXPECT_THAT(health.reasons(), ElementsAre("starting"));
}

TEST(Health, IsReadyOnceNoReasonIsLeft) {
  Health health;
  health.add_reason("store");
  health.clear_reason(Health::kStarting);
  EXPECT_FALSE(health.ready());
  EXPECT_THAT(health.reasons(), ElementsAre("store"));
  health.clear_reason("store");
  EXPECT_TRUE(health.ready());
  EXPECT_THAT(health.reasons(), IsEmpty());
}

TEST(Health, ADrainingProcessIsAliveAndNotReady) {
  Health health;
  health.clear_reason(Health::kStarting);
  health.add_reason(Health::kDraining);
  EXPECT_FALSE(health.ready());
  EXPECT_TRUE(health.alive());
  EXPECT_THAT(health.reasons(), ElementsAre("draining"));
}

TEST(Health, AReasonThatIsAddedTwiceIsClearedOnce) {
  Health health;
  health.add_reason("starting");
  health.clear_reason("starting");
  EXPECT_TRUE(health.ready());
}

TEST(Health, ClearingAReasonThatIsNotThereChangesNothing) {
  Health health;
  health.clear_reason("draining");
  EXPECT_FALSE(health.ready());
}

TEST(Health, GivingUpIsForEverAndKeepsItsFirstReason) {
  Health health;
  EXPECT_EQ(health.death(), std::nullopt);
  health.give_up("the fetcher ended");
  health.give_up("and then the rest");
  EXPECT_FALSE(health.alive());
  EXPECT_EQ(health.death(), "the fetcher ended");
}

TEST(Health, ReasonsOfManyThreadsAllCount) {
  Health health;
  health.clear_reason(Health::kStarting);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&health, reason = std::to_string(t)] {
      for (int i = 0; i < 1000; ++i) {
        health.add_reason(reason);
        EXPECT_FALSE(health.ready()) << "its own reason stands";
        health.clear_reason(reason);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(health.ready());
}

}  // namespace
}  // namespace vitrine::observe
