// Several instances on one log of purchases, and what becomes of a book when Redis is away or comes
// back without its data.
#include "store/redis/purchase_log.h"

#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "await/await.h"
#include "await/temporary_folder.h"
#include "observe/metrics.h"
#include "redis_server/redis_server.h"
#include "sales/sample.h"
#include "store/sqlite/sales_book.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::redis {
namespace {

using sales::sample;
using testing::await;

class Instance {
 public:
  explicit Instance(const RedisAddress& address)
      : writer_({.file = folder_.path() / "sales.db"}, metrics_, observe::Log::silent()),
        book(writer_, {.calendar = sales::Calendar::of("UTC").value()}),
        log({.address = address, .look_every = std::chrono::milliseconds{20}},
            book,
            observe::Log::silent()) {
    book.start();
    log.start();
  }

  void catch_up(const sales::Mark& mark) const {
    while (book.last() != mark) std::this_thread::yield();
  }

  Result<sales::Appended> append(std::string id) {
    while (!log.trouble().empty()) std::this_thread::yield();
    return await(log.append({{sample(std::move(id))}, std::nullopt}));
  }

 private:
  testing::TemporaryFolder folder_;
  observe::Metrics metrics_;
  sqlite::Writer writer_;

 public:
  sqlite::SalesBook book;
  PurchaseLog log;
};

TEST(PurchasesInRedis, AreTheSameAtEveryInstance) {
  testing::RedisServer server;
  Instance first(server.address());
  Instance second(server.address());
  ASSERT_TRUE(first.append("1"));
  ASSERT_TRUE(second.append("2"));
  EXPECT_TRUE(second.append("1")->purchases[0].was_there) << "whoever took it first";
  first.catch_up(second.book.last());
  EXPECT_EQ(first.book.last().offset, 2U);
  EXPECT_EQ(await(first.book.newest(10))->purchases.size(), 2U);
}

TEST(PurchasesInRedis, AreReadByAnInstanceThatComesLater) {
  testing::RedisServer server;
  Instance first(server.address());
  for (int call = 0; call < 3; ++call) {
    std::vector<sales::Purchase> many;
    for (int i = 0; i < 500; ++i) many.push_back(sample(std::to_string(call * 500 + i)));
    if (call == 0) ASSERT_TRUE(first.append("first"));
    ASSERT_TRUE(await(first.log.append({std::move(many), std::nullopt})));
  }
  Instance late(server.address());
  late.catch_up(first.book.last());
  EXPECT_EQ(late.book.last().offset, 1501U);
  EXPECT_TRUE(late.append("first")->purchases[0].was_there);
}

TEST(PurchasesInRedis, AreRefusedWhileItIsAwayAndTakenAfterwards) {
  testing::RedisServer server;
  Instance instance(server.address());
  ASSERT_TRUE(instance.append("1"));
  const auto before = instance.book.last();
  server.kill();
  while (instance.log.trouble().empty()) std::this_thread::yield();
  const auto refused = await(instance.log.append({{sample("2")}, std::nullopt}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::unavailable);
  EXPECT_EQ(await(instance.book.newest(10))->purchases.size(), 1U) << "reading goes on";
  server.start();
  ASSERT_TRUE(instance.append("2"));
  EXPECT_EQ(instance.book.last().epoch, before.epoch);
  EXPECT_EQ(instance.book.last().offset, 2U);
}

TEST(PurchasesInRedis, AreAnotherLogWhenItForgotWhatWasRead) {
  testing::RedisServer server({.keeps_data = false});
  Instance instance(server.address());
  ASSERT_TRUE(instance.append("1"));
  ASSERT_TRUE(instance.append("2"));
  const auto before = instance.book.last();
  server.kill();
  server.start();
  while (instance.book.last().epoch == before.epoch) std::this_thread::yield();
  ASSERT_TRUE(instance.append("3"));
  EXPECT_EQ(instance.book.last().offset, 1U);
  const auto newest = await(instance.book.newest(10));
  ASSERT_EQ(newest->purchases.size(), 1U);
  EXPECT_EQ(newest->purchases[0].purchase.id, "3");
  EXPECT_TRUE(
      await(instance.book.search(sales::parse_query("vinyl").value(), 10))->purchases.size() == 1U);
  EXPECT_EQ(await(instance.book.top_sellers(5))->sellers.at(0).count, 1U);
}

TEST(PurchasesInRedis, AreAnotherLogWhenItRolledBack) {
  testing::RedisServer server;
  Instance instance(server.address());
  ASSERT_TRUE(instance.append("1"));
  server.remember();
  ASSERT_TRUE(instance.append("2"));
  const auto before = instance.book.last();
  server.kill();
  server.roll_back();
  server.start();
  while (instance.book.last().epoch == before.epoch) std::this_thread::yield();
  ASSERT_TRUE(instance.append("3"));
  const auto newest = await(instance.book.newest(10));
  ASSERT_EQ(newest->purchases.size(), 2U);
  EXPECT_EQ(newest->purchases[0].purchase.id, "3");
  EXPECT_EQ(newest->purchases[1].purchase.id, "1");
}

}  // namespace
}  // namespace vitrine::store::redis
