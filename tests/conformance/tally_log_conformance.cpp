#include "conformance/tally_log_conformance.h"

#include <algorithm>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "await/await.h"
#include "runtime/event_loop.h"
#include "runtime/task_group.h"

namespace vitrine::conformance {

using testing::await;

void TallyLogConformance::restart(std::uint64_t save_records, RecordKeeper::Changes changes) {
  log_.reset();
  keeper_ = std::make_unique<RecordKeeper>(changes);
  log_ = data_->open(clock_, save_records);
  log_->start(*keeper_);
}

Result<tallies::Position> TallyLogConformance::append(std::string record) {
  return await(log_->append(std::move(record)));
}

void TallyLogConformance::TearDown() {
  if (keeper_) EXPECT_EQ(keeper_->complaint(), "");
  log_.reset();
}

namespace {

RecordKeeper::Numbers up_to(std::uint64_t last) {
  RecordKeeper::Numbers numbers;
  for (std::uint64_t i = 1; i <= last; ++i) numbers.push_back(i);
  return numbers;
}

TEST_P(TallyLogConformance, AnEmptyLogHasNothingToTell) {
  restart();
  EXPECT_TRUE(keeper_->keys().empty());
  EXPECT_TRUE(keeper_->positions().empty());
  EXPECT_EQ(log_->trouble(), "");
}

TEST_P(TallyLogConformance, ARecordIsAppliedBeforeAppendEnds) {
  restart();
  const auto first = append("home 1");
  ASSERT_TRUE(first);
  EXPECT_EQ(keeper_->positions(), (std::vector{*first}));
  const auto second = append("home 2");
  ASSERT_TRUE(second);
  EXPECT_GT(*second, *first);
  EXPECT_EQ(keeper_->keys().at("home"), up_to(2));
}

TEST_P(TallyLogConformance, ARestartTellsTheSameInTheSameOrder) {
  restart();
  for (int i = 1; i <= 20; ++i) {
    clock_.advance(std::chrono::microseconds{1'234'567});
    ASSERT_TRUE(append((i % 2 == 0 ? "even " : "odd ") + std::to_string(i)));
  }
  const auto positions = keeper_->positions();
  const auto times = keeper_->times();
  const auto keys = keeper_->keys();

  restart();
  EXPECT_EQ(keeper_->positions(), positions);
  EXPECT_EQ(keeper_->times(), times) << "to the tick";
  EXPECT_EQ(keeper_->keys(), keys);
}

TEST_P(TallyLogConformance, PositionsGrowOverRestartsAlsoWhenEverythingWasSaved) {
  tallies::Position last = 0;
  for (std::uint64_t i = 1; i <= 5; ++i) {
    restart(0);
    const auto appended = append("home " + std::to_string(i));
    ASSERT_TRUE(appended);
    EXPECT_GT(*appended, last);
    last = *appended;
    EXPECT_EQ(keeper_->keys().at("home"), up_to(i));
    // With one changed key a pass asks once, and then cuts the log.
    keeper_->wait_for_changed_calls(1);
  }
}

TEST_P(TallyLogConformance, ARestartInTheMiddleOfSavingLosesAndDoublesNothing) {
  restart();
  std::uint64_t next = 1;
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(append("key" + std::to_string(i % 150) + " " + std::to_string(next++)));
  }
  for (int round = 0; round < 3; ++round) {
    restart(0, RecordKeeper::Changes::for_ever);
    keeper_->wait_for_changed_calls(1 + round * 3);
    for (int i = 0; i < 20; ++i) {
      ASSERT_TRUE(append("key" + std::to_string(i) + " " + std::to_string(next++)));
    }
    const auto before = keeper_->keys();
    restart();
    EXPECT_EQ(keeper_->keys(), before) << "round " << round;
  }
}

TEST_P(TallyLogConformance, SavingWhileAppendingLosesAndDoublesNothing) {
  restart(10);
  std::map<std::string, RecordKeeper::Numbers> expected;
  for (std::uint64_t i = 1; i <= 600; ++i) {
    const auto key = "key" + std::to_string(i % 37);
    ASSERT_TRUE(append(key + " " + std::to_string(i)));
    expected[key].push_back(i);
    if (i % 150 != 0) continue;
    restart(10);
    ASSERT_EQ(keeper_->keys(), expected) << i;
  }
}

TEST_P(TallyLogConformance, AKeyThatIsGoneStaysGoneAndMayComeBack) {
  restart(3);
  ASSERT_TRUE(append("kept 1"));
  for (int i = 2; i <= 40; ++i) {
    ASSERT_TRUE(append("gone " + std::to_string(i)));
    ASSERT_TRUE(append("back " + std::to_string(i)));
  }
  ASSERT_TRUE(append("gone gone"));
  ASSERT_TRUE(append("back gone"));
  restart(3);
  EXPECT_EQ(keeper_->keys().size(), 1U);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(append("kept 1"));
  ASSERT_TRUE(append("back 1"));
  ASSERT_TRUE(append("back 2"));
  for (int i = 0; i < 3; ++i) {
    restart(3);
    EXPECT_FALSE(keeper_->keys().contains("gone"));
    EXPECT_EQ(keeper_->keys().at("back"), up_to(2));
    EXPECT_EQ(keeper_->keys().at("kept").size(), 11U);
  }
}

Task<bool> append_many(tallies::Log& log, std::string key, std::uint64_t last) {
  for (std::uint64_t i = 1; i <= last; ++i) {
    const auto appended = co_await log.append(key + " " + std::to_string(i));
    if (!appended) co_return false;
  }
  co_return true;
}

TEST_P(TallyLogConformance, ManyLoopsAppendAtOnce) {
  constexpr int kLoops = 4;
  constexpr int kTasks = 8;
  constexpr std::uint64_t kEach = 25;
  restart(100);
  std::vector<std::thread> loops;
  for (int loop = 0; loop < kLoops; ++loop) {
    loops.emplace_back([this, loop] {
      std::vector<Task<bool>> tasks;
      for (int task = 0; task < kTasks; ++task) {
        tasks.push_back(
            append_many(*log_, std::to_string(loop) + "-" + std::to_string(task), kEach));
      }
      for (const bool all : testing::await_all(std::move(tasks))) EXPECT_TRUE(all);
    });
  }
  for (auto& loop : loops) loop.join();

  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(keeper_->keys().size(), static_cast<std::size_t>(kLoops * kTasks));
    for (const auto& [key, numbers] : keeper_->keys()) EXPECT_EQ(numbers, up_to(kEach)) << key;
    restart();
  }
}

TEST_P(TallyLogConformance, TakesRecordsUpToTheLimitAndNoOthers) {
  restart();
  std::string largest = "large 1";
  largest.resize(tallies::Log::kRecordBytesMax, ' ');
  ASSERT_TRUE(append(largest));
  EXPECT_THROW(append(""), std::logic_error);
  EXPECT_THROW(append(largest + " "), std::logic_error);
  restart();
  EXPECT_EQ(keeper_->keys().at("large"), up_to(1));
}

TEST_P(TallyLogConformance, KeepsEveryByteOfAKey) {
  restart(0);
  std::string key;
  for (int byte = 0; byte < 256; ++byte) {
    if (byte != ' ') key += static_cast<char>(byte);
  }
  key.resize(tallies::Log::kKeyBytesMax, 'x');
  ASSERT_TRUE(append(key + " 1"));
  keeper_->wait_for_changed_calls(1);
  restart();
  EXPECT_EQ(keeper_->keys().at(key), up_to(1));
}

Task<std::uint64_t> append_until_refused(tallies::Log& log,
                                         std::string key,
                                         std::promise<void>& begun) {
  for (std::uint64_t i = 1;; ++i) {
    const auto appended = co_await log.append(key + " " + std::to_string(i));
    if (!appended) {
      EXPECT_EQ(appended.error().kind, FailureKind::unavailable);
      co_return i - 1;
    }
    if (i == 5) begun.set_value();
  }
}

TEST_P(TallyLogConformance, StopAnswersWhatIsUnderWayAndRefusesTheRest) {
  restart();
  std::promise<void> begun;
  std::uint64_t acknowledged = 0;
  std::thread appending([&] { acknowledged = await(append_until_refused(*log_, "home", begun)); });
  begun.get_future().wait();
  log_->stop();
  const auto applied = keeper_->positions().size();
  appending.join();

  EXPECT_EQ(applied, acknowledged);
  EXPECT_EQ(append("home 0").error().kind, FailureKind::unavailable);
  log_->stop();
  restart();
  EXPECT_EQ(keeper_->keys().at("home"), up_to(acknowledged));
}

}  // namespace
}  // namespace vitrine::conformance
