// People and keys on one Redis: known to every instance.
#include <gmock/gmock.h>

#include "redis_server/redis_server.h"
#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

class SharedAccounts : public ::testing::Test {
 protected:
  service::Setup on_redis(const char* instance) const {
    return {
        .configuration = {{"store", "redis://127.0.0.1:" + std::to_string(redis_.address().port)},
                          {"instance", instance}}};
  }

  static Answer post(const Vitrine& vitrine,
                     const std::string& target,
                     const std::string& body,
                     Headers headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return ask(vitrine.port(),
               {.method = "POST", .target = target, .headers = std::move(headers), .body = body});
  }

  testing::RedisServer redis_;
  TemporaryFolder first_home_;
  TemporaryFolder second_home_;
};

TEST_F(SharedAccounts, AreKnownToEveryInstance) {
  const Vitrine first{first_home_, on_redis("first")};
  const Vitrine second{second_home_, on_redis("second")};
  const std::string anna = R"({"username":"anna","password":"a fine password"})";
  const auto joined = post(first, "/account/register", anna);
  ASSERT_EQ(joined.status, 200) << joined.body;
  EXPECT_EQ(post(second, "/account/register", anna).status, 403) << "she was the first";
  const auto cookie = joined.header("Set-Cookie");
  const Headers session = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
  EXPECT_EQ(second.get("/account", session).status, 200);
  EXPECT_EQ(post(second, "/account/login", anna).status, 200);

  EXPECT_EQ(post(first, "/account/logout", "{}", session).status, 200);
  EXPECT_EQ(first.get("/account", session).status, 401) << "at once";
  EXPECT_TRUE(eventually([&] { return second.get("/account", session).status == 401; }))
      << "within seconds";
}

TEST_F(SharedAccounts, AreMadeOnTheCommandLine) {
  const Vitrine first{first_home_, on_redis("first")};
  const auto made = run({.program = vitrine_program(),
                         .arguments = {"key", "create", "till", "--scopes", "read", "-e", "test"},
                         .folder = first_home_.path()});
  ASSERT_EQ(made.code, 0) << made.errors;
  const auto key = made.output.substr(0, made.output.find('\n'));
  EXPECT_EQ(first.get("/campaigns", {{"Authorization", "Bearer " + key}}).status, 200);
}

TEST_F(SharedAccounts, AreUnavailableWhileRedisIsAway) {
  const Vitrine first{first_home_, on_redis("first")};
  redis_.kill();
  const auto answer =
      post(first, "/account/login", R"({"username":"anna","password":"a fine password"})");
  EXPECT_EQ(answer.status, 503);
  EXPECT_FALSE(answer.header("Retry-After").empty());
}

}  // namespace
}  // namespace vitrine::service
