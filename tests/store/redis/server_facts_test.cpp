#include "store/redis/server_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/redis/redis_failure.h"

namespace vitrine::store::redis {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kGood =
    "# Server\r\nredis_version:7.0.15\r\nrun_id:abc\r\n# Persistence\r\nloading:0\r\n"
    "aof_enabled:1\r\n# Replication\r\nrole:master\r\nmaxmemory_policy:noeviction\r\n";

TEST(ServerFacts, AreReadFromInfo) {
  const auto facts = facts_in(kGood);
  EXPECT_EQ(facts.version, "7.0.15");
  EXPECT_EQ(facts.run, "abc");
  EXPECT_TRUE(check_usable(facts));
  EXPECT_TRUE(worries(facts).empty());
}

TEST(ServerFacts, SayWhatCannotBeUsed) {
  struct Case {
    std::string_view info;
    std::string_view says;
  };

  const Case cases[] = {
      {"redis_version:6.0.20\r\n", "too old"},
      {"redis_version:5.0\r\n", "too old"},
      {"redis_version:what\r\n", "too old"},
      {"", "too old"},
      {"redis_version:7.2.4\r\nloading:1\r\n", "still loading"},
      {"redis_version:7.2.4\r\nrole:slave\r\nslave_read_only:1\r\n", "read-only replica"},
  };
  for (const auto& row : cases) {
    const auto usable = check_usable(facts_in(row.info));
    ASSERT_FALSE(usable) << row.info;
    EXPECT_THAT(usable.error().public_message, HasSubstr(row.says));
  }
  EXPECT_TRUE(check_usable(facts_in("redis_version:6.2\r\n")));
  EXPECT_TRUE(check_usable(facts_in("redis_version:10.0.0\r\n")));
}

TEST(ServerFacts, WarnOfWhatMayLoseData) {
  const auto all = worries(facts_in("maxmemory_policy:allkeys-lru\r\naof_enabled:0\r\n"));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_THAT(all[0], HasSubstr("allkeys-lru"));
  EXPECT_THAT(all[1], HasSubstr("appendonly"));
}

TEST(RedisFailure, SaysInPlainWordsWhatRedisMeant) {
  struct Case {
    std::string_view text;
    std::string_view sentence;
  };

  const Case cases[] = {
      {"READONLY You can't write against a read only replica. script: 1f",
       "Redis is a read-only replica"},
      {"ERR Error running script: @user_script:5: -READONLY You can't write",
       "Redis is a read-only replica"},
      {"MISCONF Errors writing to the AOF file: No space left on device",
       "Redis cannot write to its disk"},
      {"OOM command not allowed when used memory > 'maxmemory'.", "Redis has no memory left"},
      {"MOVED 866 10.0.0.2:6379", "This node of the Redis cluster does not have Vitrine's keys"},
      {"NOPERM this user has no permissions", "Redis does not let this user do what Vitrine needs"},
      {"WRONGPASS invalid username-password pair", "Redis refuses the user or the password"},
      {"ERR something new", "Redis refuses a command"},
  };
  for (const auto& row : cases) {
    const auto failure = refused_by_redis(row.text);
    EXPECT_EQ(failure.kind, FailureKind::unavailable);
    EXPECT_EQ(failure.public_message, row.sentence);
    EXPECT_EQ(failure.detail, row.text);
  }
}

}  // namespace
}  // namespace vitrine::store::redis
