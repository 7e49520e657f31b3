// The same on Redis: whether the instance or Redis itself is killed, what was acknowledged is there
// afterwards, exactly once.
#include <sys/wait.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "conformance/record_keeper.h"
#include "crash/appender.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "redis_server/redis_server.h"
#include "store/redis/keys.h"
#include "store/redis/stream_position.h"
#include "store/redis/tally_log.h"

namespace vitrine {
namespace {

using crash::Appender;
using testing::RedisServer;

constexpr int kKills = 20;
constexpr std::uint64_t kNumbersOfARun = 1'000'000;

// Every number that the store has, of all keys; one that it has twice is there twice.
std::vector<std::uint64_t> numbers_in(const RedisServer& server) {
  observe::Metrics metrics;
  store::redis::TallyLogConfig config{.address = server.address()};
  config.reading.settling.grace = std::chrono::milliseconds{50};
  store::redis::TallyLog log(config, metrics, observe::Log::silent());
  conformance::RecordKeeper keeper;
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

TEST(KilledOnRedis, NothingThatWasAcknowledgedIsLostOrDoubled) {
  RedisServer server;
  std::set<std::uint64_t> acknowledged;
  for (int run = 0; run < kKills; ++run) {
    Appender appender({store::redis::shown(server.address()),
                       std::to_string(static_cast<std::uint64_t>(run) * kNumbersOfARun),
                       "process"});
    appender.read_numbers(1 + static_cast<std::size_t>(run) * 137 % 1500);
    if (run % 3 == 2) {
      server.kill();
      // It is refused a record, and ends.
      EXPECT_TRUE(WIFEXITED(appender.wait()));
      server.start();
    } else {
      ASSERT_TRUE(WIFSIGNALED(appender.kill())) << "it ended by itself";
    }
    const auto numbers = appender.numbers();
    ASSERT_FALSE(numbers.empty());
    acknowledged.insert(numbers.begin(), numbers.end());

    const auto there = numbers_in(server);
    EXPECT_EQ(std::ranges::adjacent_find(there), there.end()) << "doubled in run " << run;
    EXPECT_TRUE(std::ranges::includes(there, acknowledged)) << "lost in run " << run;
    // Those that were under way may be there or not.
    EXPECT_LE(there.size(), acknowledged.size() + 16U * static_cast<std::size_t>(run + 1));
  }
  EXPECT_GT(store::redis::position_of(server.ask({"GET", store::redis::kCutKey})).value_or(0), 0U)
      << "they saved";
}

}  // namespace
}  // namespace vitrine
