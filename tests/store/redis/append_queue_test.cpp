#include "store/redis/append_queue.h"

#include <optional>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "store/redis/unapplied.h"

namespace vitrine::store::redis {
namespace {

using std::chrono::steady_clock;

// Appends whose outcomes are kept.
class Outcomes {
 public:
  std::unique_ptr<Append> make(std::string record) {
    auto& outcome = outcomes_.emplace_back(std::make_unique<std::optional<Append::Outcome>>());
    return std::make_unique<Append>(
        std::move(record),
        boost::asio::make_work_guard(context_.get_executor()),
        [&outcome = *outcome](Append::Outcome given) { outcome = std::move(given); });
  }

  const std::optional<Append::Outcome>& operator[](std::size_t index) {
    context_.restart();
    context_.poll();
    return *outcomes_[index];
  }

 private:
  boost::asio::io_context context_;
  std::vector<std::unique_ptr<std::optional<Append::Outcome>>> outcomes_;
};

std::vector<std::string> records(const std::vector<std::unique_ptr<Append>>& appends) {
  std::vector<std::string> all;
  all.reserve(appends.size());
  for (const auto& append : appends) all.push_back(append->record);
  return all;
}

TEST(AppendQueue, GivesInOrderWithinTheLimitsOfAGroup) {
  Outcomes outcomes;
  AppendQueue queue({});
  for (const auto* record : {"aaaa", "bbbb", "cccc", "d"}) {
    auto append = outcomes.make(record);
    ASSERT_TRUE(queue.push(append));
  }
  const auto now = steady_clock::now();
  EXPECT_EQ(records(queue.take({.records_max = 9, .bytes_max = 8}, now)),
            (std::vector<std::string>{"aaaa", "bbbb"}));
  EXPECT_EQ(records(queue.take({.records_max = 9, .bytes_max = 1}, now)),
            (std::vector<std::string>{"cccc"}))
      << "one always goes";
  EXPECT_EQ(records(queue.take({.records_max = 1, .bytes_max = 9}, now)),
            (std::vector<std::string>{"d"}));
  EXPECT_TRUE(queue.take({}, now).empty());
}

TEST(AppendQueue, IsBusyWhenItIsFullByCountOrBytes) {
  Outcomes outcomes;
  AppendQueue queue({.records_max = 2, .bytes_max = 10});
  const auto push = [&](std::string record) {
    auto append = outcomes.make(std::move(record));
    const auto pushed = queue.push(append);
    EXPECT_EQ(append == nullptr, pushed.has_value());
    return pushed;
  };
  EXPECT_TRUE(push("larger than the limit, but alone"));
  EXPECT_EQ(push("a").error().kind, FailureKind::busy);
  queue.take({}, steady_clock::now());
  EXPECT_TRUE(push("a"));
  EXPECT_TRUE(push("b"));
  EXPECT_EQ(push("c").error().kind, FailureKind::busy);
}

TEST(AppendQueue, GivesTheRestWhenItIsClosedAndTakesNoMore) {
  Outcomes outcomes;
  AppendQueue queue({});
  auto append = outcomes.make("a");
  ASSERT_TRUE(queue.push(append));
  queue.close();
  EXPECT_FALSE(queue.drained());
  append = outcomes.make("b");
  EXPECT_EQ(queue.push(append).error().kind, FailureKind::unavailable);
  EXPECT_EQ(queue.take({}, steady_clock::time_point::max()).size(), 1U);
  EXPECT_TRUE(queue.drained());
}

TEST(AppendQueue, WakesWhoWaits) {
  Outcomes outcomes;
  AppendQueue queue({});
  std::vector<std::unique_ptr<Append>> taken;
  std::thread taking([&] { taken = queue.take({}, steady_clock::time_point::max()); });
  auto append = outcomes.make("a");
  ASSERT_TRUE(queue.push(append));
  taking.join();
  EXPECT_EQ(records(taken), (std::vector<std::string>{"a"}));
}

TEST(Unapplied, AnswersWhatWasAppliedBeforeOrAfterItWasAdded) {
  Outcomes outcomes;
  Unapplied unapplied;
  unapplied.add(5, unapplied.generation(), outcomes.make("a"));
  unapplied.add(7, unapplied.generation(), outcomes.make("b"));
  EXPECT_FALSE(outcomes[0]);
  unapplied.applied(6);
  EXPECT_EQ(outcomes[0]->value(), 5U);
  EXPECT_FALSE(outcomes[1]);
  EXPECT_FALSE(unapplied.wait_until_none(steady_clock::now()));
  unapplied.applied(9);
  EXPECT_EQ(outcomes[1]->value(), 7U);
  unapplied.add(8, unapplied.generation(), outcomes.make("c"));
  EXPECT_EQ(outcomes[2]->value(), 8U) << "it was read back before the writer heard of it";
  EXPECT_TRUE(unapplied.wait_until_none(steady_clock::now()));
}

TEST(Unapplied, NeverTakesARecordOfALostEpochForAppliedInTheNext) {
  Outcomes outcomes;
  Unapplied unapplied;
  unapplied.add(5, unapplied.generation(), outcomes.make("a"));
  const auto before = unapplied.generation();
  unapplied.fail_all({FailureKind::unavailable, "lost", ""});
  EXPECT_EQ(outcomes[0]->error().public_message, "lost");
  unapplied.applied(20);
  unapplied.add(10, before, outcomes.make("b"));
  EXPECT_EQ(outcomes[1]->error().public_message, "lost");
}

}  // namespace
}  // namespace vitrine::store::redis
