#include "http/waiting_lists.h"

#include <deque>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Named final : public Waiter {
 public:
  Named(std::string name, std::vector<std::string>& events)
      : name_(std::move(name)), events_(events) {}

  void expire(Wait) override { events_.push_back(name_); }

  bool body_keeps_up() override { return fast; }

  void stop_reading() override {}

  void hang_up() override {}

  bool fast = false;

 private:
  std::string name_;
  std::vector<std::string>& events_;
};

class WaitingListsTest : public ::testing::Test {
 protected:
  WaitingListsTest() { lists_.tick(1000); }

  Limits limits_;
  WaitingLists lists_{limits_};
  std::vector<std::string> expired_;
  Named a_{"a", expired_};
  Named b_{"b", expired_};
  Named c_{"c", expired_};
};

TEST_F(WaitingListsTest, ExpireEachReasonAfterItsOwnLimit) {
  lists_.put(a_, Wait::head);
  lists_.put(b_, Wait::write);
  lists_.put(c_, Wait::idle);
  lists_.tick(1010);
  EXPECT_THAT(expired_, IsEmpty()) << "a limit of 10 s has not passed before the 11th tick";
  lists_.tick(1011);
  EXPECT_THAT(expired_, ElementsAre("a"));
  lists_.tick(1031);
  EXPECT_THAT(expired_, ElementsAre("a", "b"));
  lists_.tick(1061);
  EXPECT_THAT(expired_, ElementsAre("a", "b", "c"));
  lists_.tick(5000);
  EXPECT_EQ(expired_.size(), 3) << "who has expired once has no limit any more";
}

TEST_F(WaitingListsTest, StartAnewWhenPutAgain) {
  lists_.put(a_, Wait::idle);
  lists_.put(b_, Wait::idle);
  lists_.tick(1050);
  lists_.put(a_, Wait::idle);
  lists_.tick(1061);
  EXPECT_THAT(expired_, ElementsAre("b"));
}

TEST_F(WaitingListsTest, ForgetWhoLeaves) {
  lists_.put(a_, Wait::idle);
  lists_.put(b_, Wait::idle);
  lists_.put(c_, Wait::idle);
  lists_.remove(b_);
  lists_.remove(b_);
  lists_.tick(2000);
  EXPECT_THAT(expired_, ElementsAre("a", "c"));
}

TEST_F(WaitingListsTest, LetABodyGoOnAsLongAsItIsFastEnough) {
  lists_.put(a_, Wait::body);
  lists_.put(b_, Wait::body);
  a_.fast = true;
  lists_.tick(1011);
  EXPECT_THAT(expired_, ElementsAre("b"));
  a_.fast = false;
  lists_.tick(1021);
  EXPECT_THAT(expired_, ElementsAre("b")) << "the next window is not over";
  lists_.tick(1022);
  EXPECT_THAT(expired_, ElementsAre("b", "a"));
}

TEST_F(WaitingListsTest, LookAtManyStreamsInSeveralTicks) {
  std::deque<Named> streams;
  for (std::size_t i = 0; i < kStreamsPerTick + 10; ++i) {
    lists_.put(streams.emplace_back("stream", expired_), Wait::stream);
  }
  lists_.put(a_, Wait::pong);
  lists_.tick(1031);
  EXPECT_EQ(expired_.size(), kStreamsPerTick + 1) << "each may cost a system call";
  lists_.tick(1032);
  EXPECT_EQ(expired_.size(), kStreamsPerTick + 11);
}

TEST_F(WaitingListsTest, NeverExpireAHandler) {
  lists_.put(a_, Wait::handler);
  lists_.tick(1'000'000);
  EXPECT_THAT(expired_, IsEmpty());
}

TEST_F(WaitingListsTest, VisitOneReason) {
  lists_.put(a_, Wait::idle);
  lists_.put(b_, Wait::head);
  lists_.put(c_, Wait::idle);
  std::size_t visited = 0;
  lists_.for_each(Wait::idle, [&](Waiter& waiter) {
    lists_.remove(waiter);  // as a connection does that ends at once
    ++visited;
  });
  EXPECT_EQ(visited, 2);
}

}  // namespace
}  // namespace vitrine::http
