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
#include "observe/log.h"
#include "observe/metrics.h"
#include "store/sqlite/purchase_log.h"
#include "store/sqlite/sales_book.h"

namespace vitrine {
namespace {

using crash::Appender;
using testing::await;

constexpr int kKills = 20;
constexpr std::uint64_t kNumbersOfARun = 1'000'000;

struct Read {
  std::vector<std::uint64_t> numbers;
  // What the sums say.
  std::uint64_t by_day = 0;
  std::uint64_t by_minute = 0;
};

class Shop {
 public:
  explicit Shop(const std::filesystem::path& file)
      : writer_({.file = file}, metrics_, observe::Log::silent()),
        book_(writer_,
              {.calendar = sales::Calendar::of("UTC").value(),
               .search_time_max = std::chrono::seconds{60}}),
        log_(writer_, book_, clock_) {
    book_.start();
  }

  Read read() {
    Read all;
    sales::Offset offset = 0;
    while (true) {
      const auto some = await(log_.after(offset, sales::kBatchMax)).value();
      if (some.empty()) break;
      for (const auto& one : some) {
        EXPECT_EQ(one.offset, ++offset) << "a gap";
        all.numbers.push_back(std::stoull(one.purchase.id));
      }
    }
    EXPECT_EQ(book_.last().offset, offset);
    std::ranges::sort(all.numbers);
    all.by_minute = counted(sales::Bucket::minute);
    all.by_day = counted(sales::Bucket::day);
    return all;
  }

  bool finds(std::uint64_t number) {
    const auto query = sales::parse_query("album" + std::to_string(number) + " artist").value();
    const auto found = await(book_.search(query, 10)).value().purchases;
    return std::ranges::any_of(found, [&](const sales::Recorded& one) {
      return one.purchase == numbered_purchase(number);
    });
  }

 private:
  std::uint64_t counted(sales::Bucket bucket) {
    const sales::Moment from{std::chrono::seconds{1'700'000'000}};
    const auto history = await(book_.history({from, from + std::chrono::hours{2}, bucket}));
    std::uint64_t all = 0;
    for (const auto& point : history.value().points) all += point.count;
    return all;
  }

  observe::Metrics metrics_;
  const SystemClock clock_;
  store::sqlite::Writer writer_;
  store::sqlite::SalesBook book_;
  store::sqlite::PurchaseLog log_;
};

TEST(KilledSeller, LosesAndDoublesNothingThatItAcknowledged) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "vitrine.db";
  std::set<std::uint64_t> acknowledged;
  for (int run = 0; run < kKills; ++run) {
    Appender seller(
        {file.native(), std::to_string(static_cast<std::uint64_t>(run) * kNumbersOfARun)},
        VITRINE_SELLER);
    seller.read_numbers(2 + static_cast<std::size_t>(run) * 37 % 400);
    const int status = seller.kill();
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
    const auto numbers = seller.numbers();
    ASSERT_FALSE(numbers.empty());
    acknowledged.insert(numbers.begin(), numbers.end());

    Shop shop(file);
    const auto there = shop.read();
    EXPECT_EQ(std::ranges::adjacent_find(there.numbers), there.numbers.end())
        << "doubled in run " << run;
    EXPECT_TRUE(std::ranges::includes(there.numbers, acknowledged)) << "lost in run " << run;
    EXPECT_EQ(there.by_minute, there.numbers.size());
    EXPECT_EQ(there.by_day, there.numbers.size());
    EXPECT_TRUE(shop.finds(numbers.front()));
    EXPECT_TRUE(shop.finds(numbers.back()));
  }
}

}  // namespace
}  // namespace vitrine
