// What an operator reads when the store does not start.
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/redis/instance.h"

namespace vitrine::store::redis {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RedisServer;

std::string why_not(const TallyLogConfig& config) {
  observe::Metrics metrics;
  RecordKeeper keeper;
  TallyLog log(config, metrics, observe::Log::silent());
  try {
    log.start(keeper);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "it starts";
}

TEST(Start, SaysThatNobodyListens) {
  RedisServer server;
  server.kill();
  EXPECT_THAT(why_not(quick(server)),
              AllOf(HasSubstr("Redis cannot be reached"),
                    HasSubstr("start it there"),
                    HasSubstr(std::to_string(server.address().port))));
}

TEST(Start, SaysThatThePasswordIsWrongOrMissingOrOneTooMany) {
  RedisServer server({.password = "right"});
  EXPECT_EQ(why_not(quick(server)), "it starts");
  auto config = quick(server);
  config.address.password = "secret";
  EXPECT_THAT(why_not(config),
              AllOf(HasSubstr("refuses the user or the password"), Not(HasSubstr("secret"))));
  config.address.password = "";
  EXPECT_THAT(why_not(config), HasSubstr("wants a password"));

  const RedisServer open;
  config = quick(open);
  config.address.password = "secret";
  EXPECT_THAT(why_not(config), AllOf(HasSubstr("has no password"), Not(HasSubstr("secret"))));
}

TEST(Start, SaysThatItIsAReadOnlyReplica) {
  RedisServer server;
  ASSERT_EQ(server.ask({"REPLICAOF", "127.0.0.1", "1"}), "OK");
  EXPECT_THAT(why_not(quick(server)),
              AllOf(HasSubstr("read-only replica"), HasSubstr("address of the primary")));
}

TEST(Start, SaysThatTheUserMayNotDoWhatIsNeeded) {
  RedisServer server;
  ASSERT_EQ(
      server.ask({"ACL", "SETUSER", "guest", "on", ">secret", "~*", "+@read", "+@connection"}),
      "OK");
  auto config = quick(server);
  config.address.user = "guest";
  config.address.password = "secret";
  EXPECT_THAT(why_not(config),
              AllOf(HasSubstr("does not let this user do"), Not(HasSubstr("secret"))));
}

TEST(Start, SaysThatRedisIsStillLoading) {
  RedisServer server;
  server.kill();
  server.start_loading();
  auto config = quick(server);
  EXPECT_THAT(why_not(config), HasSubstr("still loading its data"));
}

TEST(Start, SaysThatThereIsNoSuchDatabase) {
  const RedisServer server;
  auto config = quick(server);
  config.address.database = 99;
  EXPECT_THAT(why_not(config), HasSubstr("no database of that number"));
}

TEST(Start, GivesUpOnAServerThatHangs) {
  RedisServer server;
  server.pause();
  EXPECT_THAT(why_not(quick(server)), HasSubstr("does not answer in time"));
}

TEST(Start, KeepsDatabasesApart) {
  const RedisServer server;
  auto config = quick(server);
  config.address.database = 3;
  Instance third(config);
  ASSERT_TRUE(third.append("home 1"));
  EXPECT_TRUE(read_back(quick(server)).empty());
  EXPECT_EQ(read_back(config), third.keys());
}

}  // namespace
}  // namespace vitrine::store::redis
