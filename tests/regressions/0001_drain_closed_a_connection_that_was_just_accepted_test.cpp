// A drain closed every idle connection at the first tick that followed it by "a second". Seconds
// were counted by ticks, so that could be milliseconds later, and a client that had just connected
// found its first request unanswered: a restart under load lost one request in some hundred
// thousand.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "http/waiting_lists.h"

namespace vitrine::http {
namespace {

class Client final : public Waiter {
 public:
  void expire(Wait) override {}

  bool body_keeps_up() override { return true; }

  void stop_reading() override { cut_off = true; }

  void hang_up() override {}

  bool cut_off = false;
};

void cut_off_the_idle(WaitingLists& lists) {
  lists.for_each_longer_than(1, Wait::idle, [](Waiter& waiter) { waiter.stop_reading(); });
}

TEST(Regression, ADrainLeavesConnectionsAloneThatWereJustAccepted) {
  WaitingLists lists{Limits{}};
  lists.tick(1000);
  Client old;
  lists.put(old, Wait::idle);
  lists.tick(1001);
  Client fresh;  // at the end of that second
  lists.put(fresh, Wait::idle);

  lists.tick(1002);
  cut_off_the_idle(lists);
  EXPECT_TRUE(old.cut_off) << "idle for more than a second";
  EXPECT_FALSE(fresh.cut_off) << "idle for a moment only";

  lists.tick(1003);
  cut_off_the_idle(lists);
  EXPECT_TRUE(fresh.cut_off);
}

}  // namespace
}  // namespace vitrine::http
