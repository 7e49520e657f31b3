#include "cache/single_flight.h"

#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include "cache/gate.h"
#include "runtime/event_loop.h"
#include "runtime/shared_bytes.h"

namespace vitrine::cache {
namespace {

using Flights = SingleFlight<SharedBytes>;

void ignore(const std::string&, const std::exception_ptr&) {
}

// What one caller got.
struct Answer {
  std::optional<Result<SharedBytes>> value;
  std::string thrown;
  bool on_own_loop = false;
};

// The work of these tests: counts its runs and waits until the test opens the gate.
struct Work {
  std::atomic<int> runs{0};
  testing::Gate gate;
  std::optional<Failure> failure;
  bool throws = false;
};

Task<Result<SharedBytes>> work_once(std::shared_ptr<Work> work) {
  ++work->runs;
  co_await work->gate.wait();
  if (work->throws) throw std::runtime_error("the work broke");
  if (work->failure) co_return std::unexpected(*work->failure);
  co_return share("answer");
}

Task<void> call(Flights& flights,
                EventLoop& loop,
                std::string key,
                std::shared_ptr<Work> work,
                std::shared_ptr<Answer> answer,
                std::atomic<int>& answered) {
  try {
    Result<SharedBytes> value =
        co_await flights.run(std::move(key), [work] { return work_once(work); });
    answer->value = std::move(value);
  } catch (const std::exception& e) {
    answer->thrown = e.what();
  }
  answer->on_own_loop = loop.on_this_thread();
  ++answered;
  answered.notify_all();
}

// Four loops with callers on each.
class SingleFlightTest : public ::testing::Test {
 protected:
  SingleFlightTest() {
    for (auto& loop : loops_) {
      loop = std::make_unique<EventLoop>("caller");
      loop->start();
    }
  }

  std::vector<std::shared_ptr<Answer>> start_callers(int count,
                                                     const std::string& key,
                                                     const std::shared_ptr<Work>& work) {
    std::vector<std::shared_ptr<Answer>> answers;
    for (int i = 0; i < count; ++i) {
      EventLoop& loop = *loops_[static_cast<std::size_t>(i) % loops_.size()];
      answers.push_back(std::make_shared<Answer>());
      callers_.start(
          loop.executor(), "caller", call(flights_, loop, key, work, answers.back(), answered_));
    }
    return answers;
  }

  // Until every caller has called run(): each loop has gone through its queue.
  void all_have_called() {
    for (auto& loop : loops_) {
      std::promise<void> passed;
      boost::asio::post(loop->executor(), [&passed] { passed.set_value(); });
      passed.get_future().wait();
    }
  }

  void wait_for_answers(int count) {
    for (int now = answered_; now < count; now = answered_) answered_.wait(now);
  }

  std::atomic<int> answered_{0};
  TaskGroup flight_tasks_{ignore};
  TaskGroup callers_{ignore};
  Flights flights_{flight_tasks_};
  // Stopped first, so that nothing above is used by a loop any more when it goes.
  std::array<std::unique_ptr<EventLoop>, 4> loops_;
};

TEST_F(SingleFlightTest, OneRunAnswersEveryCallerOnItsOwnLoop) {
  const auto work = std::make_shared<Work>();
  const auto answers = start_callers(100, "key", work);
  all_have_called();
  EXPECT_EQ(flights_.flying(), 1);
  work->gate.open();
  wait_for_answers(100);

  EXPECT_EQ(work->runs, 1);
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer->value && *answer->value);
    EXPECT_EQ(answer->value->value(), answers[0]->value->value()) << "the very same bytes";
    EXPECT_TRUE(answer->on_own_loop);
  }
  EXPECT_EQ(flights_.flying(), 0);
}

TEST_F(SingleFlightTest, AFailureReachesEveryCaller) {
  const auto work = std::make_shared<Work>();
  work->failure = Failure{FailureKind::upstream, "The origin is down", "reset"};
  const auto answers = start_callers(20, "key", work);
  all_have_called();
  work->gate.open();
  wait_for_answers(20);

  EXPECT_EQ(work->runs, 1);
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer->value);
    ASSERT_FALSE(answer->value->has_value());
    EXPECT_EQ(answer->value->error().kind, FailureKind::upstream);
  }
}

TEST_F(SingleFlightTest, AnExceptionReachesEveryCaller) {
  const auto work = std::make_shared<Work>();
  work->throws = true;
  const auto answers = start_callers(20, "key", work);
  all_have_called();
  work->gate.open();
  wait_for_answers(20);

  for (const auto& answer : answers) EXPECT_EQ(answer->thrown, "the work broke");
  EXPECT_EQ(flights_.flying(), 0);
}

TEST_F(SingleFlightTest, DifferentKeysDoNotWaitForEachOther) {
  const auto stuck = std::make_shared<Work>();
  const auto quick = std::make_shared<Work>();
  quick->gate.open();
  start_callers(4, "stuck", stuck);
  all_have_called();
  start_callers(4, "quick", quick);
  wait_for_answers(4);
  EXPECT_EQ(flights_.flying(), 1);

  stuck->gate.open();
  wait_for_answers(8);
}

TEST_F(SingleFlightTest, TheNextCallAfterAFlightWorksAgain) {
  const auto work = std::make_shared<Work>();
  work->gate.open();
  for (int i = 1; i <= 3; ++i) {
    start_callers(1, "key", work);
    wait_for_answers(i);
    EXPECT_EQ(work->runs, i);
  }
}

TEST_F(SingleFlightTest, ManyKeysOnManyLoopsAtOnce) {
  const auto work = std::make_shared<Work>();
  work->gate.open();
  std::vector<std::shared_ptr<Answer>> answers;
  for (int i = 0; i < 50; ++i) {
    for (auto& answer : start_callers(16, std::to_string(i % 7), work)) answers.push_back(answer);
  }
  wait_for_answers(800);
  for (const auto& answer : answers) EXPECT_TRUE(answer->value && *answer->value);
  EXPECT_LE(work->runs, 800);
}

TEST_F(SingleFlightTest, AClaimIsLandedByItsOwnerForAllWhoWait) {
  auto claim = flights_.claim("key");
  ASSERT_TRUE(claim);
  EXPECT_FALSE(flights_.claim("key")) << "somebody is at it";
  EXPECT_TRUE(flights_.claim("other key"));
  const auto never = std::make_shared<Work>();
  const auto answers = start_callers(10, "key", never);
  all_have_called();
  claim->land(share("by hand"));
  wait_for_answers(10);
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer->value && *answer->value);
    EXPECT_EQ(***answer->value, "by hand");
  }
  EXPECT_EQ(never->runs, 0);
  EXPECT_EQ(flights_.flying(), 0U);
}

TEST_F(SingleFlightTest, AClaimThatIsGivenUpIsAFailure) {
  std::vector<std::shared_ptr<Answer>> answers;
  {
    const auto claim = flights_.claim("key");
    answers = start_callers(3, "key", std::make_shared<Work>());
    all_have_called();
  }
  wait_for_answers(3);
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer->value);
    EXPECT_EQ(answer->value->error().kind, FailureKind::unavailable);
  }
  EXPECT_TRUE(flights_.claim("key")) << "the next one may try";
}

}  // namespace
}  // namespace vitrine::cache
