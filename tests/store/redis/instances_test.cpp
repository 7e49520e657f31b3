// Several instances on one Redis.
#include <algorithm>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "store/redis/instance.h"
#include "store/redis/keys.h"
#include "store/redis/stream_position.h"

namespace vitrine::store::redis {
namespace {

using testing::RedisServer;

Task<bool> append_each(TallyLog& log, std::string key, int last) {
  for (int i = 1; i <= last; ++i) {
    const auto appended = co_await log.append(key + " " + std::to_string(i));
    if (!appended) co_return false;
  }
  co_return true;
}

std::vector<Task<bool>> tasks(TallyLog& log, const std::string& name, int count, int each) {
  std::vector<Task<bool>> all;
  for (int i = 0; i < count; ++i) {
    all.push_back(append_each(log, name + std::to_string(i), each));
  }
  return all;
}

TEST(Instances, HearOfEveryRecordOnceAndInOneOrder) {
  RedisServer server;
  Instance one(quick(server));
  Instance two(quick(server));
  std::thread other([&] {
    for (const bool all : testing::await_all(tasks(two.log, "two", 5, 40))) EXPECT_TRUE(all);
  });
  for (const bool all : testing::await_all(tasks(one.log, "one", 5, 40))) EXPECT_TRUE(all);
  other.join();
  const auto all_heard = [](Instance& instance) {
    return eventually([&] { return instance.reader.keeper.positions().size() == 400; });
  };
  ASSERT_TRUE(all_heard(one));
  ASSERT_TRUE(all_heard(two));
  EXPECT_EQ(one.reader.keeper.positions(), two.reader.keeper.positions());
  EXPECT_EQ(one.reader.keeper.times(), two.reader.keeper.times());
  EXPECT_EQ(one.keys(), two.keys());
  for (const auto& [key, numbers] : one.keys()) EXPECT_TRUE(std::ranges::is_sorted(numbers)) << key;
}

TEST(Instances, AHundredAppendsAtOnceShareRoundTrips) {
  RedisServer server;
  observe::Metrics metrics;
  RecordKeeper keeper;
  TallyLog log(quick(server), metrics, observe::Log::silent());
  log.start(keeper);
  for (const bool all : testing::await_all(tasks(log, "key", 100, 1))) EXPECT_TRUE(all);
  EXPECT_EQ(keeper.keys().size(), 100U);
  EXPECT_EQ(metrics.sum("vitrine_redis_records_total"), 100U);
  EXPECT_LT(metrics.sum("vitrine_redis_groups_total"), 60U);
  log.stop();
}

TEST(Instances, BothSaveAndTheLogStaysShort) {
  RedisServer server;
  auto config = quick(server);
  config.reading.saving.save_records = 5;
  Instance one(config);
  Instance two(config);
  for (int i = 1; i <= 300; ++i) {
    auto& instance = i % 2 == 0 ? one : two;
    const auto key = "key" + std::to_string(i % 41);
    ASSERT_TRUE(instance.append(key + (i % 97 == 0 ? " gone" : " " + std::to_string(i))));
  }
  ASSERT_TRUE(eventually([&] { return one.keys() == two.keys(); }));
  EXPECT_TRUE(eventually([&] {
    EXPECT_TRUE(one.append("last 1"));
    const auto about =
        server.ask({"EVAL", "return tostring(redis.call('XLEN', KEYS[1]))", "1", kLogKey});
    return std::stoi(about) < 20;
  }));
  ASSERT_TRUE(eventually([&] { return one.keys() == two.keys(); }));
  EXPECT_EQ(read_back(quick(server)), one.keys());
}

TEST(Instances, AKeyThatIsGoneLeavesNothingInTheEnd) {
  RedisServer server;
  Instance instance(saving_at_once(server));
  for (int i = 1; i <= 20; ++i) ASSERT_TRUE(instance.append("gone " + std::to_string(i)));
  ASSERT_TRUE(instance.append("gone gone"));
  EXPECT_TRUE(eventually([&] {
    EXPECT_TRUE(instance.append("kept 1"));
    return server.ask({"HGET", bucket_key(bucket_of("gone")), "gone"}).empty() &&
           server.ask({"HGET", kGoneKey, "gone"}).empty();
  }));
  EXPECT_FALSE(read_back(quick(server)).contains("gone"));
}

TEST(Instances, OneThatWasLeftBehindTheCutReadsEverythingAnew) {
  RedisServer server;
  auto impatient = saving_at_once(server);
  impatient.reading.saving.silent_after = std::chrono::milliseconds{100};
  Instance busy(impatient);
  Instance stuck(quick(server));
  ASSERT_TRUE(busy.append("home 1"));
  ASSERT_TRUE(eventually([&] { return stuck.keys() == busy.keys(); }));
  stuck.reader.hold();
  int number = 1;
  const auto begun = position_of(server.ask({"GET", kCutKey})).value_or(0);
  // The first of them holds it up; the log is cut behind the others when it was silent for long.
  tallies::Position held = 0;
  EXPECT_TRUE(eventually([&] {
    const auto appended = busy.append("home " + std::to_string(++number));
    EXPECT_TRUE(appended);
    if (held == 0) held = *appended;
    return position_of(server.ask({"GET", kCutKey})).value_or(0) > held + 100;
  }));
  EXPECT_GT(held, begun);
  EXPECT_EQ(stuck.read_anew(), 0U);
  stuck.reader.release();
  EXPECT_TRUE(eventually([&] { return stuck.keys() == busy.keys(); }));
  EXPECT_EQ(stuck.read_anew(), 1U);
  ASSERT_TRUE(stuck.appends_again("stuck 1"));
  EXPECT_TRUE(eventually([&] { return stuck.keys() == busy.keys(); }));
}

TEST(Instances, OneThatIsSlowIsWaitedFor) {
  RedisServer server;
  Instance busy(saving_at_once(server));
  Instance slow(quick(server));
  ASSERT_TRUE(busy.append("home 1"));
  ASSERT_TRUE(eventually([&] { return slow.keys() == busy.keys(); }));
  slow.reader.hold();
  const auto first = busy.append("home 2");
  ASSERT_TRUE(first);
  for (int i = 3; i <= 60; ++i) ASSERT_TRUE(busy.append("home " + std::to_string(i)));
  EXPECT_LE(position_of(server.ask({"GET", kCutKey})).value_or(0), *first);
  slow.reader.release();
  EXPECT_TRUE(eventually([&] { return slow.keys() == busy.keys(); }));
  EXPECT_EQ(slow.read_anew(), 0U);
}

TEST(Instances, ALockOfOneThatHasGoneEndsByItself) {
  RedisServer server;
  Instance instance(saving_at_once(server));
  ASSERT_EQ(server.ask({"SET", kSaverKey, "gone", "PX", "200"}), "OK");
  for (int i = 1; i <= 10; ++i) ASSERT_TRUE(instance.append("home " + std::to_string(i)));
  EXPECT_TRUE(
      eventually([&] { return position_of(server.ask({"GET", kCutKey})).value_or(0) > 0; }));
}

TEST(Instances, PositionsGrowWhenTheClockOfRedisHasJumpedBack) {
  RedisServer server;
  Instance instance(quick(server));
  ASSERT_TRUE(instance.append("home 1"));
  // As if the clock had been an hour ahead, and a million records had come since.
  const auto now = server.ask({"EVAL", "return tostring(redis.call('TIME')[1])", "0"});
  const auto ahead = std::to_string((std::stoull(now) + 3600) * 1000);
  ASSERT_NE(server.ask({"XADD", kLogKey, ahead + "-1000001", "m", ""}), "");
  tallies::Position last = 0;
  for (int i = 2; i <= 10; ++i) {
    const auto appended = instance.append("home " + std::to_string(i));
    ASSERT_TRUE(appended);
    EXPECT_GT(*appended, last);
    last = *appended;
  }
  EXPECT_EQ(id_of(last), std::to_string(std::stoull(ahead) + 1) + "-8");
  EXPECT_EQ(read_back(quick(server)), instance.keys());
}

TEST(Instances, ScriptsThatSomebodyFlushedAreLoadedAgain) {
  RedisServer server;
  Instance instance(quick(server));
  ASSERT_TRUE(instance.append("home 1"));
  ASSERT_EQ(server.ask({"SCRIPT", "FLUSH"}), "OK");
  ASSERT_TRUE(instance.append("home 2"));
  EXPECT_EQ(instance.keys().at("home"), (RecordKeeper::Numbers{1, 2}));
}

}  // namespace
}  // namespace vitrine::store::redis
