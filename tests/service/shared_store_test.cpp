// Several instances on one Redis: one truth, whoever is asked.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "redis_server/redis_server.h"
#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

class SharedStore : public ::testing::Test {
 protected:
  service::Setup on_redis(const char* instance) const {
    return {
        .configuration = {{"store", "redis://127.0.0.1:" + std::to_string(redis_.address().port)},
                          {"instance", instance}}};
  }

  static Answer post(const Vitrine& vitrine, const std::string& target) {
    return ask(vitrine.port(), {.method = "POST", .target = target});
  }

  testing::RedisServer redis_;
  TemporaryFolder first_home_;
  TemporaryFolder second_home_;
};

TEST_F(SharedStore, ShowsTheSameOnEveryInstance) {
  const Vitrine first{first_home_, on_redis("first")};
  const Vitrine second{second_home_, on_redis("second")};
  for (int i = 0; i < 5; ++i) {
    post(first, "/views/home");
    post(second, "/views/home");
  }
  // What one has answered the other knows within the time of one trip.
  EXPECT_TRUE(eventually([&] { return number(first.get("/views/home"), "last_minute") == 10; },
                         patiently(Milliseconds{100})));
  EXPECT_TRUE(eventually([&] { return number(second.get("/views/home"), "last_minute") == 10; },
                         patiently(Milliseconds{100})));
  EXPECT_EQ(number(second.get("/views/home"), "visitors_today"), 1) << "one key for both";

  ask(first.status_port(), {.method = "PUT", .target = "/campaigns/july1"});
  ask(first.status_port(),
      {.method = "PUT", .target = "/campaigns/july1/items/camera", .body = R"({"url":"/c"})"});
  EXPECT_TRUE(eventually([&] { return second.get("/fwd/july1/camera").status == 302; }));
  EXPECT_TRUE(eventually([&] { return number(first.get("/info/july1/camera"), "clicks") == 1; }));
}

TEST_F(SharedStore, LosesNothingWhenAnInstanceIsKilled) {
  const Vitrine second{second_home_, on_redis("second")};
  int answered = 0;
  {
    Vitrine first{first_home_, on_redis("first")};
    for (int i = 0; i < 200; ++i) {
      if (post(first, "/views/home").status == 200) ++answered;
    }
    first.process().signal(SIGKILL);
    first.process().wait();
  }
  EXPECT_EQ(answered, 200);
  EXPECT_TRUE(eventually([&] { return number(second.get("/views/home"), "total") == 200; }));
  const Vitrine third{first_home_, on_redis("third")};
  EXPECT_EQ(number(third.get("/views/home"), "total"), 200) << "a new instance catches up";
}

TEST_F(SharedStore, RefusesToCountWhileRedisIsAway) {
  const Vitrine vitrine{first_home_, on_redis("first")};
  for (int i = 0; i < 3; ++i) ASSERT_EQ(post(vitrine, "/views/home").status, 200);
  EXPECT_EQ(vitrine.get("/readyz").status, 200);

  redis_.kill();

  EXPECT_TRUE(eventually([&] { return post(vitrine, "/views/home").status == 503; }));
  EXPECT_EQ(number(vitrine.get("/views/home"), "total"), 3) << "reading goes on";
  EXPECT_TRUE(eventually([&] { return vitrine.get("/readyz").status == 503; }));
  EXPECT_THAT(vitrine.get("/readyz").body, HasSubstr("store"));
  EXPECT_EQ(vitrine.get("/badge/a/b/c.png").status, 200) << "a badge never fails";

  redis_.start();

  EXPECT_TRUE(eventually([&] { return post(vitrine, "/views/back").status == 200; }));
  EXPECT_EQ(number(vitrine.get("/views/home"), "total"), 3);
  EXPECT_TRUE(eventually([&] { return vitrine.get("/readyz").status == 200; }));
}

TEST_F(SharedStore, IsMissedAtTheStart) {
  redis_.kill();
  EXPECT_THROW((Vitrine{first_home_, on_redis("first")}), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::service
