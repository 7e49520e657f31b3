#include "observe/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "observe/scratch_file.h"

namespace vitrine::observe {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

std::int64_t lines_in(const std::string& text) {
  return std::ranges::count(text, '\n');
}

TEST(Log, WritesTimeLevelRoomAndText) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  log.warning("origin", "slow: cdn.example.com");
  log.flush();
  EXPECT_THAT(file.text(),
              MatchesRegex("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z "
                           "warning origin slow: cdn\\.example\\.com\n"));
}

TEST(Log, NamesEveryLevel) {
  testing::ScratchFile file;
  Log log({.level = Level::debug, .file = file.path()});
  log.debug("a", "1");
  log.info("a", "2");
  log.warning("a", "3");
  log.error("a", "4");
  log.flush();
  const auto text = file.text();
  for (const auto* part : {" debug a 1\n", " info a 2\n", " warning a 3\n", " error a 4\n"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  testing::ScratchFile file;
  Log log({.level = Level::warning, .file = file.path()});
  log.info("http", "started");
  log.error("http", "broken");
  log.flush();
  EXPECT_THAT(file.text(), Not(HasSubstr("started")));
  EXPECT_THAT(file.text(), HasSubstr("broken"));
  EXPECT_FALSE(log.enabled(Level::info));
  EXPECT_TRUE(log.enabled(Level::error));
}

TEST(Log, AHostileNameForgesNoLine) {
  testing::ScratchFile file;
  Log log({.file = file.path()});
  log.info("http", "x\n2030-01-01T00:00:00.000Z error app all is lost\x1b[2J");
  log.flush();
  EXPECT_EQ(lines_in(file.text()), 1);
  EXPECT_THAT(file.text(), HasSubstr("x\\x0a2030"));
  EXPECT_THAT(file.text(), HasSubstr("\\x1b[2J"));
}

TEST(Log, WritesFinishedLinesAsTheyAre) {
  testing::ScratchFile file;
  Log log({.level = Level::error, .file = file.path()});
  log.append_lines("id=1 status=200\nid=2 status=404\n");
  log.append_lines("");
  log.flush();
  EXPECT_EQ(file.text(), "id=1 status=200\nid=2 status=404\n");
}

TEST(Log, AppendsToAFileThatIsThere) {
  testing::ScratchFile file;
  {
    Log({.file = file.path()}).append_lines("first\n");
  }
  {
    Log({.file = file.path()}).append_lines("second\n");
  }
  EXPECT_EQ(file.text(), "first\nsecond\n");
}

TEST(Log, WritesWhatWaitsWhenItIsDestroyed) {
  testing::ScratchFile file;
  {
    Log log({.file = file.path()});
    for (int i = 0; i < 1000; ++i) log.info("test", "line");
  }
  EXPECT_EQ(lines_in(file.text()), 1000);
}

TEST(Log, EveryLineIsEitherWrittenOrCountedAsDropped) {
  testing::ScratchFile file;
  constexpr int kThreads = 4;
  constexpr int kLines = 5000;
  Log log({.file = file.path(), .queue_lines = 4});
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&log] {
      for (int i = 0; i < kLines; ++i) {
        log.info("test", "one");
        log.append_lines("two\nthree\n");
      }
    });
  }
  for (auto& thread : threads) thread.join();
  log.info("test", "the newest line is never the one that is dropped");
  log.flush();
  const auto text = file.text();
  EXPECT_EQ(static_cast<std::uint64_t>(lines_in(text)) + log.dropped_lines(),
            kThreads * kLines * 3 + 1U);
  EXPECT_THAT(text, HasSubstr("the newest line"));
}

// Writing to a FIFO that nobody reads waits once it holds 64 KiB: a disk that stands still, without
// a disk.
TEST(Log, AWriterThatStandsStillHoldsUpNobodyAndTheOldestLinesGo) {
  testing::ScratchFile file;
  std::remove(file.path().c_str());
  ASSERT_EQ(::mkfifo(file.path().c_str(), 0600), 0);
  const int reader = ::open(file.path().c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  std::thread drain;
  {
    Log log({.file = file.path(), .queue_lines = 8});
    const std::string block(16'383, 'x');
    for (int i = 0; i < 100; ++i) log.append_lines(block + "\n");
    // At most 4 are in the pipe, 1 is being written, 8 wait.
    EXPECT_GE(log.dropped_lines(), 87U);
    ASSERT_EQ(::fcntl(reader, F_SETFL, 0), 0);
    drain = std::thread([reader] {
      std::string buffer(65'536, '\0');
      while (::read(reader, buffer.data(), buffer.size()) > 0) {
      }
    });
  }
  drain.join();
  ::close(reader);
}

TEST(Log, BytesThatWaitAreBoundedAsWell) {
  testing::ScratchFile file;
  Log log({.file = file.path(), .queue_bytes = 10});
  log.append_lines("01234567890123456789\nand\none\n");
  log.append_lines("short\n");
  log.flush();
  EXPECT_EQ(file.text(), "short\n");
  EXPECT_EQ(log.dropped_lines(), 3U);
}

TEST(Log, ASilentLogTakesEverythingAndWritesNothing) {
  Log& log = Log::silent();
  log.error("test", "nobody reads this");
  log.append_lines("nor this\n");
  log.flush();
  EXPECT_FALSE(log.enabled(Level::error));
  EXPECT_EQ(log.dropped_lines(), 0U);
}

TEST(Log, AFileThatCannotBeOpenedStopsTheStartAndIsNamed) {
  try {
    const Log log({.file = "/proc/vitrine/none.log"});
    FAIL() << "opened";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("/proc/vitrine/none.log"));
  }
}

// /dev/full takes no byte: a full disk.
TEST(Log, LinesThatAFullDiskRefusesAreCounted) {
  Log log({.file = "/dev/full"});
  log.append_lines("one\ntwo\n");
  log.flush();
  EXPECT_EQ(log.dropped_lines(), 2U);
}

}  // namespace
}  // namespace vitrine::observe
