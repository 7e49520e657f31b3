// Purchases that a process has acknowledged are there after SIGKILL, exactly once, in the log and
// in everything that is read from it, however often and wherever it is killed.
#include <sys/wait.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "crash/appender.h"
#include "crash/numbered_purchase.h"
#include "crash/shop.h"
#include "redis_server/redis_server.h"

namespace vitrine {
namespace {

using crash::Appender;
using testing::await;
using testing::RedisServer;

constexpr int kKills = 20;
constexpr std::uint64_t kNumbersOfARun = 1'000'000;

struct Read {
  std::vector<std::uint64_t> numbers;
  // What the sums say.
  std::uint64_t by_day = 0;
  std::uint64_t by_minute = 0;
};

std::uint64_t counted(sales::Book& book, sales::Bucket bucket) {
  const sales::Moment from{std::chrono::seconds{1'700'000'000}};
  const auto history = await(book.history({from, from + std::chrono::hours{2}, bucket}));
  std::uint64_t all = 0;
  for (const auto& point : history.value().points) all += point.count;
  return all;
}

Read read(crash::Shop& shop) {
  Read all;
  sales::Offset offset = 0;
  while (true) {
    const auto some = await(shop.log().after(offset, sales::kBatchMax)).value();
    if (some.empty()) break;
    for (const auto& one : some) {
      EXPECT_EQ(one.offset, ++offset) << "a gap";
      all.numbers.push_back(std::stoull(one.purchase.id));
    }
  }
  EXPECT_EQ(shop.book().last().offset, offset);
  std::ranges::sort(all.numbers);
  all.by_minute = counted(shop.book(), sales::Bucket::minute);
  all.by_day = counted(shop.book(), sales::Bucket::day);
  return all;
}

bool finds(crash::Shop& shop, std::uint64_t number) {
  const auto query = sales::parse_query("album" + std::to_string(number) + " artist").value();
  const auto found = await(shop.book().search(query, 10)).value().purchases;
  return std::ranges::any_of(
      found, [&](const sales::Recorded& one) { return one.purchase == numbered_purchase(number); });
}

// Sells, kills, and looks. `redis` is null for the embedded store.
void kill_again_and_again(RedisServer* redis) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "vitrine.db";
  const auto address = redis == nullptr ? "" : store::redis::shown(redis->address());
  std::set<std::uint64_t> acknowledged;
  for (int run = 0; run < kKills; ++run) {
    std::vector<std::string> arguments = {
        file.native(), std::to_string(static_cast<std::uint64_t>(run) * kNumbersOfARun)};
    if (redis != nullptr) arguments.push_back(address);
    Appender seller(arguments, VITRINE_SELLER);
    seller.read_numbers(2 + static_cast<std::size_t>(run) * 37 % 400);
    if (redis != nullptr && run % 3 == 2) {
      redis->kill();
      // It is refused, and ends.
      EXPECT_TRUE(WIFEXITED(seller.wait()));
      redis->start();
    } else {
      ASSERT_TRUE(WIFSIGNALED(seller.kill())) << "it ended by itself";
    }
    const auto numbers = seller.numbers();
    ASSERT_FALSE(numbers.empty());
    acknowledged.insert(numbers.begin(), numbers.end());

    crash::Shop shop(file, address);
    const auto there = read(shop);
    EXPECT_EQ(std::ranges::adjacent_find(there.numbers), there.numbers.end())
        << "doubled in run " << run;
    EXPECT_TRUE(std::ranges::includes(there.numbers, acknowledged)) << "lost in run " << run;
    EXPECT_EQ(there.by_minute, there.numbers.size());
    EXPECT_EQ(there.by_day, there.numbers.size());
    EXPECT_TRUE(finds(shop, numbers.front()));
    EXPECT_TRUE(finds(shop, numbers.back()));
  }
}

TEST(KilledSeller, LosesAndDoublesNothingThatItAcknowledged) {
  kill_again_and_again(nullptr);
}

TEST(KilledSeller, LosesAndDoublesNothingOnRedisWhichIsKilledToo) {
  RedisServer redis;
  kill_again_and_again(&redis);
}

}  // namespace
}  // namespace vitrine
