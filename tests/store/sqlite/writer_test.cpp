#include "store/sqlite/writer.h"

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "runtime/event_loop.h"
#include "store/sqlite/commit.h"
#include "store/sqlite/rooms.h"

namespace vitrine::store::sqlite {
namespace {

using testing::await;

class WriterTest : public ::testing::Test {
 protected:
  WriterTest() { EXPECT_TRUE(submit(*writer_, sql("CREATE TABLE t (a UNIQUE)")).get()); }

  Place place_;
  observe::Metrics metrics_;
  std::unique_ptr<Writer> writer_ =
      std::make_unique<Writer>(WriterConfig{.file = place_.file,
                                            .queue = {.changes_max = 8, .bytes_max = 1000},
                                            .idle_look = std::chrono::milliseconds{1}},
                               metrics_,
                               observe::Log::silent());
};

TEST_F(WriterTest, CommitsTogetherWhatWaitedForTheCommitBefore) {
  Hold hold(*writer_);
  std::vector<std::future<Result<void>>> told;
  for (int i = 0; i < 5; ++i) {
    told.push_back(submit(*writer_, sql("INSERT INTO t VALUES (" + std::to_string(i) + ")")));
  }
  const auto before = metrics_.sum("vitrine_store_commits_total");
  hold.let_go();

  for (auto& one : told) EXPECT_TRUE(one.get());
  EXPECT_EQ(number(*writer_, "SELECT count(*) FROM t"), 5);
  writer_->stop();
  EXPECT_EQ(metrics_.sum("vitrine_store_commits_total") - before, 3U)
      << "the one that held, the five, the question";
}

TEST_F(WriterTest, TellsInTheOrderOfTheQueueAfterTheCommit) {
  std::vector<int> order;
  std::vector<std::future<Result<void>>> told;
  Hold hold(*writer_);
  for (int i = 0; i < 5; ++i) {
    auto change = std::make_unique<TestChange>(sql("INSERT INTO t VALUES (random())"));
    change->on_committed = [&order, i, this] {
      order.push_back(i);
      const auto reader = Database::open(place_.file, Access::read_only).value();
      EXPECT_EQ(reader->number("SELECT count(*) FROM t").value(), 5);
    };
    told.push_back(change->told());
    std::unique_ptr<Change> submitted = std::move(change);
    ASSERT_TRUE(writer_->submit(submitted));
  }
  hold.let_go();

  for (auto& one : told) EXPECT_TRUE(one.get());
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
}

TEST_F(WriterTest, AChangeThatFailsTakesNothingFromTheOthers) {
  Hold hold(*writer_);
  auto first = submit(*writer_, sql("INSERT INTO t VALUES (1)"));
  auto broken = submit(*writer_, sql("INSERT INTO t VALUES (2); INSERT INTO t VALUES (1)"));
  auto wrong = submit(*writer_, sql("INSERT INTO t VALUES (3); SELEKT"));
  auto thrown = submit(*writer_, [](Database& database) -> Result<void> {
    TRY_VOID(database.execute("INSERT INTO t VALUES (4)"));
    throw std::runtime_error("thrown by a room");
  });
  auto last = submit(*writer_, sql("INSERT INTO t VALUES (5)"));
  hold.let_go();

  EXPECT_TRUE(first.get());
  EXPECT_EQ(broken.get().error().kind, FailureKind::bad_request);
  EXPECT_EQ(wrong.get().error().kind, FailureKind::unavailable);
  EXPECT_EQ(thrown.get().error().detail, "thrown by a room");
  EXPECT_TRUE(last.get());
  EXPECT_EQ(number(*writer_, "SELECT sum(a) FROM t"), 6);
  EXPECT_EQ(writer_->trouble(), "") << "the disk is not to blame";
}

TEST_F(WriterTest, RefusesWhatWouldBeTooMuch) {
  Hold hold(*writer_);
  for (int i = 0; i < 7; ++i) submit(*writer_, sql("INSERT INTO t VALUES (random())"));

  const auto refused = submit(*writer_, sql("INSERT INTO t VALUES (1)")).get();

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::busy);
  EXPECT_EQ(metrics_.sum("vitrine_store_refused_total"), 1U);
  hold.let_go();
  EXPECT_EQ(number(*writer_, "SELECT count(*) FROM t"), 7);
  EXPECT_TRUE(submit(*writer_, sql("INSERT INTO t VALUES (1)")).get());
}

TEST_F(WriterTest, StopWritesWhatIsQueuedAndRefusesTheRest) {
  auto hold = std::make_unique<Hold>(*writer_);
  auto queued = submit(*writer_, sql("INSERT INTO t VALUES (1)"));
  std::thread stopper([this] { writer_->stop(); });
  hold.reset();
  stopper.join();

  EXPECT_TRUE(queued.get());
  const auto late = submit(*writer_, sql("INSERT INTO t VALUES (2)")).get();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, FailureKind::unavailable);
  EXPECT_FALSE(writer_->call([](Database&) -> Result<void> { return {}; }));
  EXPECT_FALSE(std::filesystem::exists(place_.file.native() + "-wal")) << "emptied into the file";
  const auto reader = Database::open(place_.file, Access::read_only).value();
  EXPECT_EQ(reader->number("SELECT sum(a) FROM t").value(), 1);
}

TEST_F(WriterTest, ACallGivesWhatItsWorkGivesOrThrows) {
  EXPECT_TRUE(writer_->call([](Database&) -> Result<void> { return {}; }));
  EXPECT_EQ(writer_->call([](Database&) -> Result<void> { return fail(FailureKind::timeout, ""); })
                .error()
                .kind,
            FailureKind::timeout);
  EXPECT_THROW(static_cast<void>(writer_->call(
                   [](Database&) -> Result<void> { throw std::invalid_argument("wrong"); })),
               std::invalid_argument);
}

TEST_F(WriterTest, VisitsBetweenGroupsAlsoAfterItsEnd) {
  std::thread::id there;
  writer_->between_groups([&] { there = std::this_thread::get_id(); });
  EXPECT_NE(there, std::this_thread::get_id());
  writer_->stop();
  writer_->between_groups([&] { there = std::this_thread::get_id(); });
  EXPECT_EQ(there, std::this_thread::get_id());
}

Task<Result<bool>> came_back_here(Writer& writer, std::string text) {
  const auto here = std::this_thread::get_id();
  auto change = std::make_unique<TestChange>(sql(std::move(text)));
  CO_TRY(const auto back, co_await commit(writer, std::move(change)));
  co_return back != nullptr&& std::this_thread::get_id() == here;
}

TEST_F(WriterTest, ResumesWhoeverAwaitsOnHisLoop) {
  std::vector<Task<Result<bool>>> tasks;
  for (int i = 0; i < 6; ++i) {
    tasks.push_back(came_back_here(*writer_, "INSERT INTO t VALUES (" + std::to_string(i) + ")"));
  }
  for (const auto& here : testing::await_all(std::move(tasks))) EXPECT_TRUE(here.value());

  EXPECT_EQ(await(came_back_here(*writer_, "INSERT INTO t VALUES (1)")).error().kind,
            FailureKind::bad_request);
}

TEST_F(WriterTest, AnswersWhoeverAwaitsWhenItRefuses) {
  {
    Hold hold(*writer_);
    for (int i = 0; i < 7; ++i) submit(*writer_, sql("SELECT 1"));
    EXPECT_EQ(await(came_back_here(*writer_, "SELECT 1")).error().kind, FailureKind::busy);
  }
  writer_->stop();
  EXPECT_EQ(await(came_back_here(*writer_, "SELECT 1")).error().kind, FailureKind::unavailable);
}

// Writes one row a slice, and a row of its own kind between the groups only.
class CountingSlices final : public Background {
 public:
  explicit CountingSlices(int slices) : left_(slices) {}

  std::unique_ptr<Change> next_slice() override {
    if (left_ == 0) return nullptr;
    --left_;
    auto slice = std::make_unique<TestChange>(sql("INSERT INTO t VALUES (random())"));
    slice->on_committed = [this] { done.push_back(left_); };
    return slice;
  }

  std::vector<int> done;

 private:
  int left_;
};

TEST_F(WriterTest, DoesItsBackgroundInSlicesBetweenTheGroups) {
  CountingSlices slices(100);
  Hold hold(*writer_);
  std::thread adder([&] { writer_->between_groups([&] { writer_->add_background(slices); }); });
  hold.let_go();
  adder.join();

  std::size_t before = 0;
  while (before < 100) {
    std::size_t now = 0;
    writer_->between_groups([&] { now = slices.done.size(); });
    EXPECT_GE(now, before);
    before = now;
  }
  writer_->between_groups([&] { writer_->remove_background(slices); });
  EXPECT_EQ(number(*writer_, "SELECT count(*) FROM t"), 100);
}

TEST_F(WriterTest, CopiesTheLogIntoTheFileBeforeItGrowsLarge) {
  writer_.reset();
  writer_ = std::make_unique<Writer>(
      WriterConfig{.file = place_.file, .checkpoint_pages = 50}, metrics_, observe::Log::silent());
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(submit(*writer_, sql("INSERT INTO t VALUES (randomblob(3000))")).get());
  }
  const auto bytes = std::filesystem::file_size(place_.file.native() + "-wal");
  EXPECT_LT(bytes, 150U * 4096U);
}

TEST_F(WriterTest, WhatIsDeletedIsOnTheDiskNoMore) {
  writer_.reset();
  writer_ = std::make_unique<Writer>(WriterConfig{.file = place_.file,
                                                  .checkpoint_after = std::chrono::milliseconds{0},
                                                  .idle_look = std::chrono::milliseconds{1}},
                                     metrics_,
                                     observe::Log::silent());
  const auto on_disk = [this](const std::string& bytes) {
    return testing::contents(place_.file).contains(bytes) ||
           testing::contents(place_.file.native() + "-wal").contains(bytes);
  };
  ASSERT_TRUE(submit(*writer_, sql("INSERT INTO t VALUES ('a secret'), ('public')")).get());
  while (!testing::contents(place_.file.native() + "-wal").empty()) std::this_thread::yield();
  ASSERT_TRUE(on_disk("a secret"));
  ASSERT_TRUE(submit(*writer_, sql("DELETE FROM t WHERE a = 'a secret'")).get());

  while (on_disk("a secret")) std::this_thread::yield();
  EXPECT_TRUE(on_disk("public"));
}

TEST_F(WriterTest, WritesWithThePowerInMind) {
  writer_.reset();
  writer_ =
      std::make_unique<Writer>(WriterConfig{.file = place_.file, .durability = Durability::power},
                               metrics_,
                               observe::Log::silent());
  EXPECT_EQ(number(*writer_, "PRAGMA synchronous"), 2);
  CountingSlices slices(1);
  writer_->between_groups([&] { writer_->add_background(slices); });
  bool done = false;
  while (!done) writer_->between_groups([&] { done = !slices.done.empty(); });
  EXPECT_EQ(number(*writer_, "PRAGMA synchronous"), 2) << "again, after a relaxed slice";
  writer_->between_groups([&] { writer_->remove_background(slices); });
}

}  // namespace
}  // namespace vitrine::store::sqlite
