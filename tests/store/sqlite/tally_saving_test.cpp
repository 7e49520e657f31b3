// When a pass begins, what it leaves in the file, and what happens when it cannot write. That
// nothing is lost or doubled is in tests/conformance.
#include "store/sqlite/tally_saving.h"

#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "await/await.h"
#include "conformance/record_keeper.h"
#include "store/sqlite/rooms.h"
#include "store/sqlite/tally_log.h"

namespace vitrine::store::sqlite {
namespace {

using conformance::RecordKeeper;
using testing::await;

class TallySavingTest : public ::testing::Test {
 protected:
  void open(TallySavingConfig config) {
    config.first_slice = 8;
    log_.reset();
    writer_.reset();
    keeper_ = std::make_unique<RecordKeeper>();
    writer_ = std::make_unique<Writer>(
        WriterConfig{.file = place_.file, .idle_look = std::chrono::milliseconds{1}},
        metrics_,
        observe::Log::silent());
    log_ = std::make_unique<TallyLog>(*writer_, clock_, config);
    log_->start(*keeper_);
  }

  void append(const std::string& record) { ASSERT_TRUE(await(log_->append(record))); }

  std::int64_t asked(const std::string& query) { return number(*writer_, query); }

  std::int64_t records() { return asked("SELECT count(*) FROM tally_log"); }

  // Every question lets the writer do one slice more.
  void wait_until(const std::string& query, std::int64_t value) {
    while (asked(query) != value) std::this_thread::yield();
  }

  // Several slices that a due pass would have used.
  void let_it_look() {
    for (int i = 0; i < 20; ++i) static_cast<void>(asked("SELECT 1"));
  }

  Place place_;
  observe::Metrics metrics_;
  ManualClock clock_;
  std::unique_ptr<RecordKeeper> keeper_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<TallyLog> log_;
};

TEST_F(TallySavingTest, BeginsWhenTheLogHoldsTooManyRecords) {
  open({.save_records = 20});
  for (int i = 0; i < 20; ++i) append("key" + std::to_string(i) + " 1");
  let_it_look();
  EXPECT_EQ(records(), 20);

  append("key0 2");
  wait_until("SELECT count(*) FROM tally_log", 0);
  EXPECT_EQ(asked("SELECT count(*) FROM tally_state"), 20);
  EXPECT_EQ(asked("SELECT position FROM tally_cut"), 21);
}

TEST_F(TallySavingTest, BeginsWhenTheLogHoldsTooManyBytes) {
  open({.save_bytes = 1000});
  append("key " + std::string(990, '1'));
  let_it_look();
  EXPECT_EQ(records(), 1);
  append("key " + std::string(10, '1'));
  wait_until("SELECT count(*) FROM tally_log", 0);
}

TEST_F(TallySavingTest, BeginsWhenARecordIsOldEnoughAndNeverForNothing) {
  open({.save_after = std::chrono::seconds{300}});
  clock_.advance(std::chrono::hours{1});
  let_it_look();
  EXPECT_EQ(asked("SELECT position FROM tally_cut"), 0);
  append("key 1");
  clock_.advance(std::chrono::seconds{299});
  let_it_look();
  EXPECT_EQ(records(), 1);
  clock_.advance(std::chrono::seconds{1});
  wait_until("SELECT count(*) FROM tally_log", 0);
}

TEST_F(TallySavingTest, CountsWhatWasThereAtTheStart) {
  open({});
  for (int i = 0; i < 20; ++i) append("key" + std::to_string(i) + " 1");
  open({.save_records = 19});
  wait_until("SELECT count(*) FROM tally_log", 0);
}

TEST_F(TallySavingTest, RemovesTheRowOfAKeyThatIsGone) {
  open({.save_records = 0});
  append("stays 1");
  append("goes 1");
  wait_until("SELECT count(*) FROM tally_state", 2);
  wait_until("SELECT count(*) FROM tally_log", 0);
  append("goes gone");
  wait_until("SELECT count(*) FROM tally_state", 1);
  EXPECT_EQ(asked("SELECT CAST(key AS TEXT) = 'stays' FROM tally_state"), 1);
}

TEST_F(TallySavingTest, AKeyMarkedGoneByAPassThatWasKilledCountsStill) {
  open({.save_records = 0});
  append("key 1");
  wait_until("SELECT count(*) FROM tally_log", 0);
  // As a process leaves it that is killed between saving and cutting.
  ASSERT_TRUE(writer_->call(sql("UPDATE tally_state SET gone = 1000")));

  open({.save_records = 0});
  EXPECT_EQ(keeper_->keys().size(), 1U);
  append("other 1");
  wait_until("SELECT count(*) FROM tally_log", 0);
  open({});
  EXPECT_TRUE(keeper_->keys().contains("key"));
}

TEST_F(TallySavingTest, WhatWasCutOffIsNotReadBackAndIsDeleted) {
  open({});
  for (int i = 1; i <= 30; ++i) append("key" + std::to_string(i) + " 1");
  // As a process leaves it that is killed between cutting and deleting.
  ASSERT_TRUE(
      writer_->call(sql("UPDATE tally_cut SET position = 20;"
                        "INSERT INTO tally_state VALUES (x'61', 5, 20, x'31')")));

  open({});
  EXPECT_EQ(keeper_->positions().size(), 10U);
  EXPECT_FALSE(keeper_->keys().contains("a"));
  wait_until("SELECT count(*) FROM tally_log", 10);
  wait_until("SELECT count(*) FROM tally_state", 0);
}

TEST_F(TallySavingTest, APassThatFailsIsTriedAgainWithWhatItCouldNotSave) {
  open({.save_records = 10, .try_again_after = std::chrono::seconds{10}});
  ASSERT_TRUE(
      writer_->call(sql("CREATE TRIGGER refuse BEFORE INSERT ON tally_state "
                        "WHEN NEW.key = CAST('key9' AS BLOB) "
                        "BEGIN SELECT RAISE(ABORT, 'refused'); END")));
  for (int i = 0; i < 11; ++i) append("key" + std::to_string(i) + " 1");
  keeper_->wait_for_changed_calls(1);
  let_it_look();
  EXPECT_EQ(records(), 11) << "nothing is cut off";

  ASSERT_TRUE(writer_->call(sql("DROP TRIGGER refuse")));
  let_it_look();
  EXPECT_EQ(records(), 11) << "not at once";
  clock_.advance(std::chrono::seconds{10});
  wait_until("SELECT count(*) FROM tally_log", 0);
  EXPECT_EQ(asked("SELECT count(*) FROM tally_state"), 11);
}

TEST_F(TallySavingTest, ABrokenFileIsNamedAtTheStart) {
  open({});
  ASSERT_TRUE(writer_->call(sql("DROP TABLE tally_cut")));
  log_.reset();
  TallyLog log(*writer_, clock_);
  RecordKeeper keeper;
  EXPECT_THROW(log.start(keeper), std::exception);
}

}  // namespace
}  // namespace vitrine::store::sqlite
