#include "store/sqlite/change_queue.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine::store::sqlite {
namespace {

using std::chrono::milliseconds;

class Numbered final : public Change {
 public:
  Numbered(int pusher, int value, std::size_t bytes = 1)
      : Change(Statements::one, bytes), from(pusher), number(value) {}

  Result<void> apply(Database& /*database*/) override { return {}; }

  const int from;
  const int number;
};

Result<void> push(ChangeQueue& queue,
                  int number,
                  std::size_t bytes = 1,
                  ChangeQueue::Limit limit = ChangeQueue::Limit::kept) {
  std::unique_ptr<Change> change = std::make_unique<Numbered>(0, number, bytes);
  auto pushed = queue.push(change, limit);
  EXPECT_EQ(pushed.has_value(), change == nullptr) << "taken only when it succeeds";
  return pushed;
}

std::vector<int> numbers(ChangeList list) {
  std::vector<int> out;
  list.each(
      [&](const Change& change) { out.push_back(dynamic_cast<const Numbered&>(change).number); });
  return out;
}

TEST(ChangeQueue, GivesEverythingInItsOrder) {
  ChangeQueue queue({});
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(push(queue, i));

  EXPECT_EQ(numbers(queue.take()), (std::vector{0, 1, 2, 3}));
  EXPECT_EQ(queue.take().size(), 0U);
  ASSERT_TRUE(push(queue, 4));
  EXPECT_EQ(numbers(queue.take()), (std::vector{4}));
}

TEST(ChangeQueue, RefusesOverItsLimitsUntilSomethingIsAnswered) {
  ChangeQueue queue({.changes_max = 2, .bytes_max = 100});
  ASSERT_TRUE(push(queue, 0, 60));

  EXPECT_EQ(push(queue, 1, 60).error().kind, FailureKind::busy) << "bytes";
  ASSERT_TRUE(push(queue, 1, 40));
  EXPECT_EQ(push(queue, 2, 0).error().kind, FailureKind::busy) << "changes";
  EXPECT_TRUE(push(queue, 3, 1, ChangeQueue::Limit::ignored));

  EXPECT_EQ(queue.take().size(), 3U);
  EXPECT_EQ(push(queue, 4, 0).error().kind, FailureKind::busy) << "taken is not yet answered";
  queue.answered(3, 101);
  EXPECT_TRUE(push(queue, 5, 1000)) << "alone, one of any size goes in";
  EXPECT_EQ(push(queue, 6, 1).error().kind, FailureKind::busy);
}

TEST(ChangeQueue, RefusesWhenItIsClosedAndGivesWhatWasThere) {
  ChangeQueue queue({});
  ASSERT_TRUE(push(queue, 7));

  EXPECT_EQ(numbers(queue.close()), (std::vector{7}));
  EXPECT_EQ(push(queue, 8).error().kind, FailureKind::unavailable);
  EXPECT_EQ(queue.changes(), 1U) << "only the one that was not answered";
}

TEST(ChangeQueue, DestroysWhatNobodyTook) {
  ChangeQueue queue({});
  ASSERT_TRUE(push(queue, 1));
}

TEST(ChangeQueue, WakesWhoeverWaits) {
  ChangeQueue queue({});
  std::thread pusher([&] { EXPECT_TRUE(push(queue, 1)); });
  ChangeList taken = queue.take();
  while (taken.empty()) {
    queue.wait(milliseconds{60'000});
    auto more = queue.take();
    while (!more.empty()) taken.push_back(more.pop_front());
  }
  pusher.join();
  EXPECT_EQ(taken.size(), 1U);

  queue.wake();
  queue.wait(milliseconds{60'000});
  queue.wait(milliseconds{1});
  EXPECT_EQ(queue.take().size(), 0U);
}

TEST(ChangeQueue, LosesAndSwapsNothingUnderManyPushers) {
  constexpr int kPushers = 4;
  constexpr int kEach = 5000;
  ChangeQueue queue({});
  std::vector<std::thread> pushers;
  for (int from = 0; from < kPushers; ++from) {
    pushers.emplace_back([&queue, from] {
      for (int i = 0; i < kEach; ++i) {
        std::unique_ptr<Change> change = std::make_unique<Numbered>(from, i);
        ASSERT_TRUE(queue.push(change));
      }
    });
  }

  std::vector<int> next(kPushers, 0);
  int seen = 0;
  while (seen < kPushers * kEach) {
    queue.wait(milliseconds{60'000});
    queue.take().each([&](const Change& change) {
      const auto& numbered = dynamic_cast<const Numbered&>(change);
      EXPECT_EQ(numbered.number, next[static_cast<std::size_t>(numbered.from)]++);
      ++seen;
    });
  }
  for (auto& pusher : pushers) pusher.join();
  EXPECT_EQ(queue.take().size(), 0U);
}

}  // namespace
}  // namespace vitrine::store::sqlite
