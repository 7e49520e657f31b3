// Redis that goes away, comes back with all, some or none of its data, hangs, or takes no writes.
#include <gtest/gtest.h>

#include "store/redis/instance.h"
#include "store/redis/keys.h"

namespace vitrine::store::redis {
namespace {

using testing::RedisServer;

TEST(Outage, WhileRedisIsAwayNothingIsTakenAndReadingGoesOn) {
  RedisServer server;
  Instance instance(quick(server));
  ASSERT_TRUE(instance.append("home 1"));
  server.kill();
  EXPECT_TRUE(eventually([&] { return !instance.log.trouble().empty(); }));
  const auto refused = instance.append("home 2");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::unavailable);
  EXPECT_EQ(refused.error().public_message.find("127.0.0.1"), std::string::npos);
  EXPECT_EQ(instance.keys().at("home"), (RecordKeeper::Numbers{1}));
}

TEST(Outage, ARestartWithAllItsDataGoesOnWhereItWas) {
  RedisServer server;
  Instance instance(quick(server));
  for (int i = 1; i <= 20; ++i) ASSERT_TRUE(instance.append("home " + std::to_string(i)));
  server.kill();
  server.start();
  ASSERT_TRUE(instance.appends_again("after 1"));
  EXPECT_EQ(instance.keys().at("home").size(), 20U);
  EXPECT_EQ(instance.keys().at("after").size(), 1U) << "refused before anything was sent";
  EXPECT_EQ(instance.read_anew(), 0U);
  EXPECT_TRUE(eventually([&] { return instance.log.trouble().empty(); }));
  EXPECT_EQ(read_back(quick(server)), instance.keys());
}

TEST(Outage, ARestartWithoutDataIsFilledByTheInstancesThatLive) {
  RedisServer server({.keeps_data = false});
  Instance one(saving_at_once(server));
  Instance two(quick(server));
  for (int i = 1; i <= 100; ++i) {
    ASSERT_TRUE(one.append("key" + std::to_string(i % 30) + " " + std::to_string(i)));
  }
  ASSERT_TRUE(eventually([&] { return two.keys() == one.keys(); }));
  const auto before = one.keys();
  server.kill();
  server.start();
  ASSERT_TRUE(one.appends_again("after 1"));
  ASSERT_TRUE(two.appends_again("after 2"));
  ASSERT_TRUE(eventually([&] { return two.keys() == one.keys(); }));
  for (const auto& [key, numbers] : before) EXPECT_EQ(one.keys().at(key), numbers) << key;
  EXPECT_EQ(read_back(quick(server)), one.keys());
}

TEST(Outage, ADiskThatIsFullTakesNothingUntilThereIsRoom) {
  RedisServer server({.keeps_data = false});
  Instance instance(quick(server));
  ASSERT_TRUE(instance.append("home 1"));
  server.break_disk();
  const auto refused = instance.append("home 2");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::unavailable);
  EXPECT_TRUE(eventually([&] { return instance.log.trouble().contains("write to its disk"); }))
      << instance.log.trouble();
  server.mend_disk();
  ASSERT_TRUE(instance.appends_again("after 1"));
  EXPECT_EQ(instance.keys().at("home"), (RecordKeeper::Numbers{1}));
  EXPECT_TRUE(eventually([&] { return instance.log.trouble().empty(); }));
  EXPECT_EQ(read_back(quick(server)), instance.keys());
}

TEST(Outage, AFlushIsFilledToo) {
  RedisServer server;
  Instance instance(quick(server));
  for (int i = 1; i <= 50; ++i) {
    ASSERT_TRUE(instance.append("key" + std::to_string(i % 30) + " " + std::to_string(i)));
  }
  const auto last = instance.append("home 1");
  ASSERT_TRUE(last);
  const auto before = instance.keys();
  ASSERT_EQ(server.ask({"FLUSHALL"}), "OK");
  ASSERT_TRUE(instance.appends_again("after 1"));
  const auto next = instance.append("home 2");
  ASSERT_TRUE(next);
  EXPECT_GT(*next, *last) << "positions are never used again";
  for (const auto& [key, numbers] : before) {
    if (key != "home") EXPECT_EQ(instance.keys().at(key), numbers) << key;
  }
  EXPECT_EQ(read_back(quick(server)), instance.keys());
}

TEST(Outage, AStreamThatWasDeletedAloneIsNoticedByTheNextRecord) {
  RedisServer server;
  Instance instance(quick(server));
  ASSERT_TRUE(instance.append("home 1"));
  server.ask({"DEL", kLogKey});
  EXPECT_FALSE(instance.append("home 2"));
  ASSERT_TRUE(instance.appends_again("after 1"));
  EXPECT_EQ(read_back(quick(server)), instance.keys());
  EXPECT_EQ(instance.keys().at("home"), (RecordKeeper::Numbers{1}));
}

TEST(Outage, TheInstanceThatHasReadFurthestFillsARedisThatComesBackWithOlderData) {
  RedisServer server;
  Instance ahead(quick(server));
  Instance behind(quick(server));
  for (int i = 1; i <= 10; ++i) ASSERT_TRUE(ahead.append("home " + std::to_string(i)));
  ASSERT_TRUE(eventually([&] { return behind.keys() == ahead.keys(); }));
  server.remember();
  behind.reader.hold();
  for (int i = 11; i <= 30; ++i) ASSERT_TRUE(ahead.append("home " + std::to_string(i)));
  const auto acknowledged = ahead.keys();
  server.kill();
  server.roll_back();
  server.start();
  behind.reader.release();
  ASSERT_TRUE(ahead.appends_again("after 1"));
  EXPECT_EQ(ahead.keys().at("home"), acknowledged.at("home"));
  EXPECT_TRUE(eventually([&] { return behind.keys() == ahead.keys(); }));
  EXPECT_EQ(read_back(quick(server)), ahead.keys());
}

TEST(Outage, AnInstanceThatKnowsNothingDestroysNothing) {
  RedisServer server;
  std::map<std::string, RecordKeeper::Numbers> before;
  {
    Instance instance(saving_at_once(server));
    for (int i = 1; i <= 40; ++i) {
      ASSERT_TRUE(instance.append("key" + std::to_string(i % 9) + " " + std::to_string(i)));
    }
    before = instance.keys();
  }
  server.kill();
  server.start();
  EXPECT_EQ(read_back(quick(server)), before);
  server.ask({"DEL", kEpochKey});
  EXPECT_EQ(read_back(quick(server)), before);
}

TEST(Outage, ARedisThatHangsIsNotWaitedFor) {
  RedisServer server;
  Instance instance(quick(server));
  ASSERT_TRUE(instance.append("home 1"));
  server.pause();
  EXPECT_EQ(instance.append("home 2").error().kind, FailureKind::unavailable);
  EXPECT_NE(instance.log.trouble(), "");
  server.resume();
  ASSERT_TRUE(instance.appends_again("after 1"));
  ASSERT_TRUE(eventually([&] { return instance.log.trouble().empty(); }));
  // The record whose answer was lost may have been taken, but only once.
  EXPECT_LE(instance.keys().at("home").size(), 2U);
  EXPECT_EQ(read_back(quick(server)), instance.keys());
}

struct Refusal {
  std::string reason;
  Command begin;
  Command end;
  std::string sentence;

  friend std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
    return out << refusal.reason;
  }
};

class RefusedWrites : public ::testing::TestWithParam<Refusal> {};

TEST_P(RefusedWrites, AreSaidAndEndByThemselves) {
  RedisServer server;
  Instance writer(quick(server));
  ASSERT_TRUE(writer.append("home 1"));
  ASSERT_EQ(server.ask(GetParam().begin), "OK");
  EXPECT_TRUE(eventually([&] { return writer.log.trouble() == GetParam().sentence; }))
      << writer.log.trouble() << " (nobody has to lose a record to find out)";
  EXPECT_EQ(writer.append("home 2").error().public_message, GetParam().sentence);
  EXPECT_EQ(writer.keys().at("home").front(), 1U);
  ASSERT_EQ(server.ask(GetParam().end), "OK");
  ASSERT_TRUE(writer.appends_again("after 1"));
  EXPECT_TRUE(eventually([&] { return writer.log.trouble().empty(); }));
  EXPECT_EQ(read_back(quick(server)), writer.keys());
}

INSTANTIATE_TEST_SUITE_P(Outage,
                         RefusedWrites,
                         ::testing::Values(Refusal{"replica",
                                                   {"REPLICAOF", "127.0.0.1", "1"},
                                                   {"REPLICAOF", "NO", "ONE"},
                                                   "Redis is a read-only replica"},
                                           Refusal{"memory",
                                                   {"CONFIG", "SET", "maxmemory", "1"},
                                                   {"CONFIG", "SET", "maxmemory", "0"},
                                                   "Redis has no memory left"},
                                           Refusal{"replicas",
                                                   {"CONFIG", "SET", "min-replicas-to-write", "1"},
                                                   {"CONFIG", "SET", "min-replicas-to-write", "0"},
                                                   "Redis has too few replicas to take writes"}),
                         [](const auto& info) { return info.param.reason; });

}  // namespace
}  // namespace vitrine::store::redis
