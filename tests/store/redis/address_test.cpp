#include "store/redis/address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::store::redis {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Good {
  std::string text;
  RedisAddress address;
  std::string shown;
};

TEST(RedisAddress, IsReadFromItsText) {
  const std::vector<Good> cases{
      {"redis://cache", {.host = "cache"}, "redis://cache:6379/0"},
      {"redis://127.0.0.1:7000/", {.host = "127.0.0.1", .port = 7000}, "redis://127.0.0.1:7000/0"},
      {"redis://[::1]:7000/2",
       {.host = "::1", .port = 7000, .database = 2},
       "redis://[::1]:7000/2"},
      {"redis://[::1]", {.host = "::1"}, "redis://[::1]:6379/0"},
      {"redis://:pass@cache/15",
       {.host = "cache", .password = "pass", .database = 15},
       "redis://cache:6379/15"},
      {"redis://shop:p%40s%2Fs:1@cache:1",
       {.host = "cache", .port = 1, .user = "shop", .password = "p@s/s:1"},
       "redis://cache:1/0"},
  };
  for (const auto& good : cases) {
    const auto parsed = parse_redis_address(good.text);
    ASSERT_TRUE(parsed) << good.text << ": " << parsed.error().public_message;
    EXPECT_EQ(parsed->host, good.address.host) << good.text;
    EXPECT_EQ(parsed->port, good.address.port) << good.text;
    EXPECT_EQ(parsed->user, good.address.user) << good.text;
    EXPECT_EQ(parsed->password, good.address.password) << good.text;
    EXPECT_EQ(parsed->database, good.address.database) << good.text;
    EXPECT_EQ(shown(*parsed), good.shown);
  }
}

struct Bad {
  std::string text;
  std::string says;
};

TEST(RedisAddress, SaysWhatIsWrongWithItsTextAndNeverASecret) {
  const std::vector<Bad> cases{
      {"", "does not begin with redis://"},
      {"sqlite:secret", "does not begin with redis://"},
      {"rediss://:secret@cache", "TLS"},
      {"redis://", "there is no host"},
      {"redis://:secret@", "there is no host"},
      {"redis://:secret@:6379", "there is no host"},
      {"redis://cache:0", "\"0\" is not a port"},
      {"redis://cache:65536", "\"65536\" is not a port"},
      {"redis://cache:", "\"\" is not a port"},
      {"redis://cache:12x", "\"12x\" is not a port"},
      {"redis://[::1", "a [ without its ]"},
      {"redis://[::1]7000", "is not a port"},
      {"redis://cache/one", "\"one\" is not the number of a database"},
      {"redis://cache/-1", "\"-1\" is not the number of a database"},
      {"redis://ca che", "is not a host"},
      {"redis://secret@cache", "a user and no password"},
      {"redis://user:@cache", "the password is empty"},
      {"redis://user:secret%4@cache", "a % without two digits"},
      {"redis://user:secret%zz@cache", "a % without two digits"},
      {"redis://user:sec/ret@cache", "%2F"},
      {"redis://user:sec@ret@cache", "%40"},
      {"redis://user:sec/ret@cache:0", "%2F"},
  };
  for (const auto& bad : cases) {
    const auto parsed = parse_redis_address(bad.text);
    ASSERT_FALSE(parsed) << bad.text;
    EXPECT_EQ(parsed.error().kind, FailureKind::bad_request);
    EXPECT_THAT(parsed.error().public_message, HasSubstr(bad.says)) << bad.text;
    EXPECT_THAT(parsed.error().public_message, Not(HasSubstr("sec"))) << bad.text;
    EXPECT_THAT(parsed.error().public_message, Not(HasSubstr("ret"))) << bad.text;
  }
}

}  // namespace
}  // namespace vitrine::store::redis
