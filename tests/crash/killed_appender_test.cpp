// What a process has acknowledged is there after SIGKILL, exactly once, however often and wherever
// it is killed.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "conformance/record_keeper.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/unique_fd.h"
#include "store/sqlite/database.h"
#include "store/sqlite/tally_log.h"

namespace vitrine {
namespace {

using conformance::RecordKeeper;

constexpr int kKills = 20;
constexpr std::uint64_t kNumbersOfARun = 1'000'000;

// The program of append_for_ever.cpp. Killed and waited for when destroyed.
class Appender {
 public:
  explicit Appender(std::vector<std::string> arguments) {
    int ends[2] = {};
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    heard_.reset(ends[0]);
    const UniqueFd told(ends[1]);
    arguments.insert(arguments.begin(), VITRINE_APPENDER);
    std::vector<char*> words;
    words.reserve(arguments.size() + 1);
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, told.get(), STDOUT_FILENO);
    const int error = ::posix_spawn(&pid_, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    // kill(-1) would end every process that may be signalled.
    if (error != 0 || pid_ <= 0) throw std::runtime_error("posix_spawn");
  }

  ~Appender() {
    if (pid_ > 0) kill();
  }

  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  // Reads until so many numbers have come, or the program has ended.
  void read_numbers(std::size_t count) {
    while (static_cast<std::size_t>(std::ranges::count(text_, '\n')) < count && read_more()) {
    }
  }

  // The wait status.
  int kill() {
    ::kill(pid_, SIGKILL);
    return wait();
  }

  int wait() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return status;
  }

  std::vector<std::uint64_t> numbers() const {
    std::istringstream lines(text_);
    std::vector<std::uint64_t> all;
    for (std::uint64_t number = 0; lines >> number;) all.push_back(number);
    return all;
  }

 private:
  bool read_more() {
    char buffer[4096];
    const auto bytes = ::read(heard_.get(), buffer, sizeof buffer);
    if (bytes <= 0) return false;
    text_.append(buffer, static_cast<std::size_t>(bytes));
    return true;
  }

  UniqueFd heard_;
  pid_t pid_ = -1;
  std::string text_;
};

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
