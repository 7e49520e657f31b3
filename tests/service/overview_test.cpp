// What the dashboard's first page, its list of pages and its laboratory ask, over real sockets.
#include <gmock/gmock.h>

#include "redis_server/redis_server.h"
#include "service/harness/counting.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

class Overview : public Counting {
 protected:
  static constexpr const char* kKey = "correct-horse-battery";
  const Headers operator_ = {{"Authorization", std::string("Bearer ") + kKey}};

  void check_what_happened() {
    put_july();
    for (int i = 0; i < 3; ++i) post("/views/home");
    post("/views/about");
    vitrine_->get("/fwd/july1/camera");

    const auto pages = facts(vitrine_->get("/views", operator_)).at("pages").as_array();
    ASSERT_EQ(pages.size(), 2U);
    EXPECT_EQ(pages[0].at("page"), "home");
    EXPECT_EQ(pages[0].at("last_minute"), 3);
    EXPECT_EQ(pages[0].at("minutes").as_array().size(), 60U);
    EXPECT_EQ(pages[1].at("page"), "about");

    const auto answer = vitrine_->get("/overview", operator_);
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    const auto overview = facts(answer);
    EXPECT_EQ(overview.at("views_last_minute"), 4);
    EXPECT_EQ(overview.at("clicks_last_minute"), 1);
    EXPECT_EQ(overview.at("pages").as_array().size(), 2U);
    EXPECT_EQ(overview.at("queue").at("failed"), 0);
    EXPECT_TRUE(overview.at("cache_hit_rate").is_null()) << "there were no pictures";
    EXPECT_TRUE(overview.contains("instance"));
  }
};

TEST_F(Overview, SaysWhatHappensNow) {
  start({{"operator_key", kKey}});
  check_what_happened();
}

TEST_F(Overview, SaysTheSameOnRedis) {
  testing::RedisServer redis;
  start({{"operator_key", kKey},
         {"store", "redis://127.0.0.1:" + std::to_string(redis.address().port)}});
  check_what_happened();
}

TEST_F(Overview, KeepsTheLastMinuteOverARestart) {
  start({{"operator_key", kKey}});
  for (int i = 0; i < 3; ++i) post("/views/home");
  vitrine_->stop();
  vitrine_->start();
  const auto overview = facts(vitrine_->get("/overview", operator_));
  EXPECT_EQ(overview.at("views_last_minute"), 3);
  EXPECT_EQ(overview.at("pages").as_array().size(), 1U);
}

TEST_F(Overview, IsPushedWhileSomebodyReads) {
  start({{"operator_key", kKey}});
  Connection reader(vitrine_->port());
  reader.send(
      request_bytes({.target = "/live/events?topics=overview,views", .headers = operator_}));
  EXPECT_EQ(reader.read_head().status, 200);
  reader.read_until("\"topic\":\"views\"");
  post("/views/home");
  EXPECT_THAT(reader.read_until("\"page\":\"home\""), HasSubstr("last_minute"));
}

TEST_F(Overview, IsForThoseWhoMaySeeIt) {
  start({{"operator_key", kKey}});
  for (const char* target : {"/overview", "/views", "/pictures/overview"}) {
    EXPECT_EQ(vitrine_->get(target).status, 401) << target;
    EXPECT_EQ(vitrine_->get(target, operator_).status, 200) << target;
  }
  for (const char* topic : {"overview", "views"}) {
    EXPECT_EQ(vitrine_->get(std::string("/live/events?topics=") + topic).status, 403) << topic;
  }
}

TEST_F(Overview, TellsTheLaboratoryWhatThereIs) {
  start({{"operator_key", kKey},
         {"maximum_width", 640},
         {"namespaces", {{"user/avatar", {{"origin", "uploads"}}}}}});
  const auto board = facts(vitrine_->get("/pictures/overview", operator_));
  const auto& space = board.at("namespaces").as_array().at(0);
  EXPECT_EQ(space.at("name"), "user/avatar");
  EXPECT_EQ(space.at("uploads"), true);
  EXPECT_EQ(board.at("maximum_width"), 640);
  EXPECT_EQ(board.at("cache").at("memory").at("entries"), 0);
  EXPECT_TRUE(board.at("originals").as_array().empty());
}

}  // namespace
}  // namespace vitrine::service
