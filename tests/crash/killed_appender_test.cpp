// What a process has acknowledged is there after SIGKILL, exactly once, however often and wherever
// it is killed.
#include <sys/wait.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "conformance/record_keeper.h"
#include "crash/appender.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/sqlite/database.h"
#include "store/sqlite/tally_log.h"

namespace vitrine {
namespace {

using conformance::RecordKeeper;
using crash::Appender;

constexpr int kKills = 20;
constexpr std::uint64_t kNumbersOfARun = 1'000'000;

// Every number that the store has, of all keys; one that it has twice is there twice.
std::vector<std::uint64_t> numbers_in(const std::filesystem::path& file) {
  observe::Metrics metrics;
  const SystemClock clock;
  store::sqlite::Writer writer({.file = file}, metrics, observe::Log::silent());
  store::sqlite::TallyLog log(writer, clock);
  RecordKeeper keeper;
  log.start(keeper);
  std::vector<std::uint64_t> all;
  for (const auto& [key, numbers] : keeper.keys()) {
    all.insert(all.end(), numbers.begin(), numbers.end());
  }
  log.stop();
  EXPECT_EQ(keeper.complaint(), "");
  std::ranges::sort(all);
  return all;
}

TEST(KilledAppender, LosesAndDoublesNothingThatItAcknowledged) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "vitrine.db";
  std::set<std::uint64_t> acknowledged;
  for (int run = 0; run < kKills; ++run) {
    Appender appender({file.native(),
                       std::to_string(static_cast<std::uint64_t>(run) * kNumbersOfARun),
                       run % 4 == 3 ? "power" : "process"});
    appender.read_numbers(1 + static_cast<std::size_t>(run) * 37 % 400);
    const int status = appender.kill();
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
    const auto numbers = appender.numbers();
    ASSERT_FALSE(numbers.empty());
    acknowledged.insert(numbers.begin(), numbers.end());

    const auto there = numbers_in(file);
    EXPECT_EQ(std::ranges::adjacent_find(there), there.end()) << "doubled in run " << run;
    EXPECT_TRUE(std::ranges::includes(there, acknowledged)) << "lost in run " << run;
    // Those that were under way may be there or not.
    EXPECT_LE(there.size(), acknowledged.size() + 16U * static_cast<std::size_t>(run + 1));
  }
}

TEST(AnotherProcess, TakesABackupWhileTheFirstWrites) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "vitrine.db";
  const auto copy = folder.path() / "copy.db";
  Appender appender({file.native(), "0", "process"});
  appender.read_numbers(200);
  const auto before = appender.numbers();

  Appender backup({"--backup", file.native(), copy.native()});
  EXPECT_EQ(backup.wait(), 0);
  appender.read_numbers(before.size() + 200);
  appender.kill();

  const auto there = numbers_in(copy);
  EXPECT_TRUE(std::ranges::includes(there, std::set(before.begin(), before.end())));
  EXPECT_EQ(std::ranges::adjacent_find(there), there.end());
}

}  // namespace
}  // namespace vitrine
