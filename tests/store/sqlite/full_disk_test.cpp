// A disk that takes no more, and then does again.
#include <signal.h>
#include <sys/resource.h>

#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "await/await.h"
#include "runtime/clock.h"
#include "store/sqlite/rooms.h"
#include "store/sqlite/tally_log.h"

namespace vitrine::store::sqlite {
namespace {

using testing::await;

// While it lives, a write beyond `bytes` of any file fails half way.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_action_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_limit_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = old_limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }

  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_limit_);
    ::signal(SIGXFSZ, old_action_);
  }

  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*old_action_)(int);
  rlimit old_limit_{};
};

class Counted final : public tallies::Reader {
 public:
  void restore(std::string_view, std::string_view, tallies::Position) override {}

  void apply(std::string_view, tallies::Position, WallTime) override { ++applied; }

  std::vector<tallies::Saved> changed(std::size_t) override { return {}; }

  void not_saved(const std::vector<tallies::Saved>&) override {}

  void change_all() override {}

  void forget_all() override {}

  std::atomic<int> applied = 0;
};

class FullDiskTest : public ::testing::Test {
 protected:
  WriterConfig config() const {
    return {.file = place_.file, .idle_look = std::chrono::milliseconds{1}};
  }

  Place place_;
  observe::Metrics metrics_;
  SystemClock clock_;
};

TEST_F(FullDiskTest, RefusesUntilThereIsRoomAndMemoryAndDiskAgree) {
  Counted reader;
  int accepted = 0;
  {
    Writer writer(config(), metrics_, observe::Log::silent());
    TallyLog log(writer, clock_);
    log.start(reader);
    ASSERT_TRUE(await(log.append("first")));
    ++accepted;
    {
      const FileSizeLimit limit(300'000);
      Result<tallies::Position> appended;
      for (int i = 0; i < 100 && appended; ++i) {
        appended = await(log.append(std::string(20'000, 'x')));
        if (appended) ++accepted;
      }
      ASSERT_FALSE(appended) << "the limit was never met";
      EXPECT_EQ(appended.error().kind, FailureKind::unavailable);
      EXPECT_EQ(appended.error().public_message, "The disk does not take a file of this size")
          << appended.error().detail;
      EXPECT_EQ(reader.applied, accepted);
    }
    ASSERT_TRUE(await(log.append(std::string(20'000, 'y'))));
    ++accepted;
    EXPECT_EQ(log.trouble(), "");
    EXPECT_EQ(reader.applied, accepted);
    log.stop();
  }

  Counted again;
  Writer writer(config(), metrics_, observe::Log::silent());
  TallyLog log(writer, clock_);
  log.start(again);
  EXPECT_EQ(again.applied, accepted);
  log.stop();
}

TEST_F(FullDiskTest, FindsOutByItselfThatThereIsRoomAgain) {
  Writer writer(config(), metrics_, observe::Log::silent());
  ASSERT_TRUE(submit(writer, sql("CREATE TABLE t (a)")).get());
  {
    // Less than what the log holds already: not even a page can be written.
    const FileSizeLimit limit(1000);
    const auto written = submit(writer, sql("INSERT INTO t VALUES (zeroblob(100000))")).get();
    ASSERT_FALSE(written);
    EXPECT_EQ(writer.trouble(), "The disk does not take a file of this size");
  }
  while (!writer.trouble().empty()) std::this_thread::yield();
  EXPECT_TRUE(submit(writer, sql("INSERT INTO t VALUES (zeroblob(100000))")).get());
}

TEST_F(FullDiskTest, AllOfAGroupFailOrNone) {
  Writer writer(config(), metrics_, observe::Log::silent());
  ASSERT_TRUE(submit(writer, sql("CREATE TABLE t (a)")).get());
  std::vector<std::future<Result<void>>> told;
  {
    Hold hold(writer);
    for (int i = 0; i < 5; ++i) {
      told.push_back(submit(writer, sql("INSERT INTO t VALUES (zeroblob(100000))")));
    }
    const FileSizeLimit limit(200'000);
    hold.let_go();
    for (auto& one : told) EXPECT_EQ(one.get().error().kind, FailureKind::unavailable);
  }
  EXPECT_EQ(number(writer, "SELECT count(*) FROM t"), 0);
}

}  // namespace
}  // namespace vitrine::store::sqlite
