#include "origin/waiting_line.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/task_group.h"

namespace vitrine::origin {
namespace {

using ::testing::ElementsAre;

// Starts those who want in, on a loop that runs only when told to.
class WaitingLineTest : public ::testing::Test {
 protected:
  struct Guest {
    std::optional<Result<WaitingLine::Place>> place;
  };

  static Task<void> come_in(WaitingLine& line, std::string host, SteadyTime until, Guest& guest) {
    guest.place.emplace(co_await line.enter(std::move(host), until));
  }

  void open(LineLimits limits) { line_.emplace(limits, wakeups_); }

  Guest& arrives(const std::string& host, SteadyTime until = SteadyTime::max()) {
    guests_.push_back(std::make_unique<Guest>());
    group_.start(context_.get_executor(), host, come_in(*line_, host, until, *guests_.back()));
    settle();
    return *guests_.back();
  }

  void leaves(Guest& guest) {
    guest.place.reset();
    settle();
  }

  void settle() {
    context_.restart();
    context_.poll();
  }

  bool is_in(const Guest& guest) { return guest.place && guest.place->has_value(); }

  bool is_refused(const Guest& guest) { return guest.place && !guest.place->has_value(); }

  bool is_waiting(const Guest& guest) { return !guest.place; }

  boost::asio::io_context context_;
  Wakeups wakeups_{context_.get_executor()};
  TaskGroup group_{{}};
  std::optional<WaitingLine> line_;
  std::vector<std::unique_ptr<Guest>> guests_;
};

TEST_F(WaitingLineTest, LetsAsManyInAsItHasPlacesAndRefusesPastItsEnd) {
  open({.running_max = 2, .running_per_host_max = 2, .waiting_max = 1});

  auto& first = arrives("a");
  auto& second = arrives("a");
  auto& third = arrives("a");
  auto& fourth = arrives("a");

  EXPECT_TRUE(is_in(first));
  EXPECT_TRUE(is_in(second));
  EXPECT_TRUE(is_waiting(third));
  ASSERT_TRUE(is_refused(fourth));
  EXPECT_EQ(fourth.place->error().kind, FailureKind::busy);
  EXPECT_THAT(fourth.place->error().public_message, ::testing::HasSubstr("1 waiting"));

  leaves(first);
  EXPECT_TRUE(is_in(third));
}

TEST_F(WaitingLineTest, ServesFirstWhoCameFirst) {
  open({.running_max = 1, .running_per_host_max = 1, .waiting_max = 9});
  auto& inside = arrives("a");
  auto& second = arrives("b");
  auto& third = arrives("c");

  leaves(inside);
  EXPECT_TRUE(is_in(second));
  EXPECT_TRUE(is_waiting(third));
  leaves(second);
  EXPECT_TRUE(is_in(third));
}

TEST_F(WaitingLineTest, KeepsPlacesForOtherHosts) {
  open({.running_max = 3, .running_per_host_max = 2, .waiting_max = 9});
  auto& slow_one = arrives("slow");
  auto& slow_two = arrives("slow");
  auto& slow_three = arrives("slow");
  auto& other = arrives("other");

  EXPECT_TRUE(is_in(slow_two));
  EXPECT_TRUE(is_waiting(slow_three));
  EXPECT_TRUE(is_in(other)) << "passes those whose host is full";

  leaves(other);
  EXPECT_TRUE(is_waiting(slow_three)) << "a place became free, but its host is full";
  leaves(slow_one);
  EXPECT_TRUE(is_in(slow_three));
}

TEST_F(WaitingLineTest, RefusesWhoHasWaitedTooLong) {
  open({.running_max = 1, .running_per_host_max = 1, .waiting_max = 9});
  auto& inside = arrives("a");

  auto& late = arrives("b", SteadyTime::min());
  ASSERT_TRUE(is_refused(late));
  EXPECT_EQ(late.place->error().kind, FailureKind::busy);

  leaves(inside);
  EXPECT_TRUE(is_in(arrives("c"))) << "nobody stands in the line any more";
}

TEST_F(WaitingLineTest, SendsEverybodyAwayWhenItCloses) {
  open({.running_max = 1, .running_per_host_max = 1, .waiting_max = 9});
  auto& inside = arrives("a");
  auto& waiting = arrives("b");

  wakeups_.close();
  settle();

  EXPECT_TRUE(is_in(inside));
  ASSERT_TRUE(is_refused(waiting));
  EXPECT_EQ(waiting.place->error().kind, FailureKind::unavailable);
}

}  // namespace
}  // namespace vitrine::origin
