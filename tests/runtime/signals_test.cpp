#include "runtime/signals.h"

#include <csignal>

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(Signals, AreWaitedForNoLongerThanTheTime) {
  const Signals signals;
  EXPECT_EQ(signals.wait_for(std::chrono::milliseconds(0)), std::nullopt);
  EXPECT_EQ(signals.wait_for(std::chrono::milliseconds(-5)), std::nullopt);
  std::raise(SIGINT);
  EXPECT_EQ(signals.wait_for(std::chrono::hours(1)), SIGINT);
  std::raise(SIGTERM);
  EXPECT_EQ(signals.wait(), SIGTERM);
}

}  // namespace
}  // namespace vitrine
