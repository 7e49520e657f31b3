// Views and clicks over real sockets: what is answered has been counted, and is counted once.
#include <atomic>
#include <csignal>
#include <thread>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

boost::json::object facts(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

std::int64_t number(const Answer& answer, const char* name) {
  return facts(answer).at(name).to_number<std::int64_t>();
}

class Counting : public ::testing::Test {
 protected:
  const Vitrine& start(boost::json::object configuration = {}) {
    vitrine_.emplace(home_, service::Setup{.configuration = std::move(configuration)});
    return *vitrine_;
  }

  Answer post(const std::string& target, Headers headers = {}) const {
    return ask(vitrine_->port(),
               {.method = "POST", .target = target, .headers = std::move(headers)});
  }

  // As an operator, on the operators' port.
  Answer put(const std::string& target, const std::string& body) const {
    return ask(vitrine_->status_port(), {.method = "PUT", .target = target, .body = body});
  }

  void put_july() {
    ASSERT_EQ(put("/campaigns/july1", "").status, 201);
    for (const std::string item : {"camera", "watch"}) {
      const auto answer = put("/campaigns/july1/items/" + item,
                              R"({"url":"https://shop.example/)" + item + R"("})");
      ASSERT_EQ(answer.status, 201) << answer.body;
    }
  }

  TemporaryFolder home_;
  std::optional<Vitrine> vitrine_;
};

TEST_F(Counting, OfViewsAnswersWithWhatItCounted) {
  const auto& vitrine = start({{"instance", "shop-1"}});
  EXPECT_EQ(number(post("/views/home"), "total"), 1);
  const auto answer = post("/views/home");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
  const auto told = facts(answer);
  EXPECT_EQ(told.at("page"), "home");
  EXPECT_EQ(told.at("instance"), "shop-1");
  for (const char* name : {"last_minute", "last_hour", "today", "total"}) {
    EXPECT_EQ(number(answer, name), 2) << name;
  }
  EXPECT_EQ(number(answer, "visitors_today"), 1);
  EXPECT_EQ(number(vitrine.get("/views/home"), "total"), 2) << "reading counts nothing";
  EXPECT_EQ(number(vitrine.get("/views/nobody"), "total"), 0);
}

TEST_F(Counting, TakesPixelsAndNotHeads) {
  const auto& vitrine = start();
  const auto pixel = vitrine.get("/views/home.gif");
  EXPECT_EQ(pixel.header("Content-Type"), "image/gif");
  EXPECT_EQ(pixel.body.size(), 43U);
  EXPECT_THAT(pixel.header("Cache-Control"), HasSubstr("no-store"));
  EXPECT_EQ(look_at(pixel.body)->width, 1);
  EXPECT_EQ(vitrine.head("/views/home.gif").status, 200);
  EXPECT_EQ(number(vitrine.get("/views/home"), "total"), 1);
}

TEST_F(Counting, PutsRobotsAndPrefetchesAside) {
  const auto& vitrine = start();
  post("/views/home", {{"User-Agent", "Mozilla/5.0 (compatible; Examplebot/2.1)"}});
  post("/views/home", {{"Sec-Purpose", "prefetch;prerender"}});
  post("/views/home", {{"Purpose", "prefetch"}});
  post("/views/home", {{"X-Moz", "prefetch"}});
  post("/views/home", {{"DNT", "1"}});
  const auto counts = vitrine.get("/views/home");
  EXPECT_EQ(number(counts, "total"), 1);
  EXPECT_EQ(number(counts, "bots"), 1);
  EXPECT_EQ(number(counts, "prefetches"), 3);
  EXPECT_EQ(number(counts, "visitors_today"), 0) << "who asks for privacy is nobody";
}

TEST_F(Counting, ShowsItselfAsPictures) {
  const auto& vitrine = start();
  for (int i = 0; i < 3; ++i) post("/views/home");
  const auto svg = vitrine.get("/views/home.svg?show=total");
  EXPECT_EQ(svg.header("Content-Type"), "image/svg+xml; charset=utf-8");
  EXPECT_THAT(svg.body, HasSubstr(">3<"));
  const auto png = vitrine.get("/views/home.png?show=total");
  ASSERT_TRUE(look_at(png.body));
  EXPECT_EQ(look_at(png.body)->height, 28);
  EXPECT_EQ(look_at(vitrine.get("/views/home.png?show=total&scale=2").body)->height, 56);
  const auto tag = png.header("ETag");
  EXPECT_EQ(vitrine.get("/views/home.png?show=total", {{"If-None-Match", tag}}).status, 304);
  post("/views/home");
  const auto changed = vitrine.get("/views/home.png?show=total", {{"If-None-Match", tag}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_NE(changed.header("ETag"), tag);
  EXPECT_EQ(vitrine.get("/views/home.svg?show=money").status, 400);
}

TEST_F(Counting, SaysHelloAsBefore) {
  const auto& vitrine = start({{"instance", "local"}});
  const std::string rest = ".\n            Instance: local\n        ";
  EXPECT_EQ(vitrine.get("/hello").body, "Hello World! Current page view count is 1" + rest);
  EXPECT_EQ(vitrine.get("/hello").body, "Hello World! Current page view count is 2" + rest);
  for (const char* other : {"/ping", "/livez", "/readyz"}) vitrine.get(other);
  EXPECT_EQ(number(vitrine.get("/views/hello"), "total"), 2);
}

TEST_F(Counting, RefusesNamesThatAreNone) {
  start();

  struct Row {
    std::string target;
    int status;
  };

  const Row rows[] = {{"/views/" + std::string(128, 'a'), 200},
                      {"/views/" + std::string(129, 'a'), 400},
                      {"/views/%2Fshop%2Fshoes", 200},
                      {"/views/%E6%97%A5", 200},
                      {"/views/%3Cscript%3E", 200},
                      {"/views/%FF", 400},
                      {"/views/a%0Ab", 400},
                      {"/views/a%00b", 400},
                      {"/views/..", 400},
                      {"/views/%2e%2e", 400},
                      {"/views/", 404}};
  for (const auto& row : rows) EXPECT_EQ(post(row.target).status, row.status) << row.target;
}

TEST_F(Counting, HasALimitOfNames) {
  const auto& vitrine = start({{"limits", {{"names", 5}}}});
  int counted = 0;
  for (int i = 0; i < 20; ++i) {
    const auto answer = post("/views/page" + std::to_string(i));
    if (answer.status == 200) ++counted;
    if (answer.status != 200) EXPECT_EQ(answer.status, 403);
  }
  EXPECT_EQ(counted, 5);
  EXPECT_EQ(post("/views/page0").status, 200);
  EXPECT_EQ(vitrine.metric("vitrine_tallies_names_refused_total"), 15);
}

TEST_F(Counting, OfClicksRedirectsToTheItem) {
  const auto& vitrine = start();
  put_july();
  const auto answer = vitrine.get("/fwd/july1/camera");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.header("Location"), "https://shop.example/camera");
  EXPECT_THAT(answer.header("Cache-Control"), HasSubstr("no-store"));
  EXPECT_EQ(vitrine.head("/fwd/july1/camera").status, 302);
  EXPECT_EQ(vitrine.get("/fwd/july1/camera", {{"Purpose", "prefetch"}}).status, 302);
  const auto info = vitrine.get("/info/july1/camera");
  EXPECT_EQ(number(info, "clicks"), 1) << "heads and prefetches are no clicks";
  EXPECT_EQ(number(info, "rank"), 1);
  EXPECT_EQ(facts(info).at("badge"), "popular");
  EXPECT_EQ(facts(info).at("minutes").as_array().size(), 60U);
  EXPECT_EQ(facts(info).at("minutes").as_array().back(), 1);
  for (const char* unknown : {"/fwd/july1/nothing", "/fwd/june/camera", "/info/june/camera"}) {
    EXPECT_EQ(vitrine.get(unknown).status, 404) << unknown;
  }
}

TEST_F(Counting, OfClicksIsNoOpenRedirect) {
  const auto& vitrine = start({{"signing", {{"key", "00112233445566778899aabbccddeeff"}}}});
  put_july();
  for (const char* target : {"/fwd/july1/camera?to=https%3A%2F%2Fevil.example%2F",
                             "/fwd/july1/camera?to=https%3A%2F%2Fevil.example%2F&sig=AAAA",
                             "/fwd/x/y?to=//evil.example&sig="}) {
    const auto answer = vitrine.get(target);
    EXPECT_EQ(answer.status, 403) << target;
    EXPECT_FALSE(answer.has("Location"));
  }
  EXPECT_EQ(number(vitrine.get("/info/july1/camera"), "clicks"), 0);
}

TEST_F(Counting, ThanksWhenCampaignsAreOpen) {
  const auto& vitrine = start({{"campaigns", {{"open", true}}}});
  const auto answer = vitrine.get("/fwd/june/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.find("<script>"), std::string::npos);
  EXPECT_THAT(answer.body, HasSubstr("&lt;script&gt;"));
}

TEST_F(Counting, GivesEveryBadgeItsForms) {
  const auto& vitrine = start();
  put_july();
  vitrine.get("/fwd/july1/camera");
  const auto redirect = vitrine.get("/badge/july1/camera/x1");
  EXPECT_EQ(redirect.status, 307);
  EXPECT_TRUE(redirect.header("Location").starts_with("/badges/popular-"));
  EXPECT_THAT(redirect.header("Cache-Control"), HasSubstr("no-store"));
  const auto target = vitrine.get(redirect.header("Location"));
  const auto direct = vitrine.get("/badge/july1/camera/x1.png");
  EXPECT_EQ(target.body, direct.body);
  EXPECT_THAT(target.header("Cache-Control"), HasSubstr("no-store"));
  const auto seen = look_at(direct.body);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->width, 200);
  EXPECT_EQ(seen->height, 49);
  EXPECT_EQ(look_at(vitrine.get("/badge/july1/camera/x.png?scale=2").body)->width, 400);
  EXPECT_EQ(look_at(vitrine.get("/badge/july1/camera/x.gif").body)->format, "gif");
  EXPECT_THAT(vitrine.get("/badge/july1/camera/x.svg").body, HasSubstr("POPULAR"));
  EXPECT_EQ(vitrine.get("/badge/july1/camera/x.json").body, R"({"badge":"popular"})");
  EXPECT_EQ(
      vitrine.get("/badge/july1/camera/y.png", {{"If-None-Match", direct.header("ETag")}}).status,
      304);
}

TEST_F(Counting, NeverFailsABadge) {
  const auto& vitrine = start();
  const auto blank = vitrine.get("/badge/a/b/c.png").body;
  EXPECT_TRUE(look_at(blank)->has_alpha);
  for (const std::string target : {"/badge/unknown/item/x.png",
                                   "/badge/%3Cb%3E/%22/x.png",
                                   "/badge/a/b/c.png?scale=99",
                                   "/badge/a/b/c.png?scale=",
                                   "/badge/a/%2e%2e%2f/c.png"}) {
    const auto answer = vitrine.get(target);
    EXPECT_EQ(answer.status, 200) << target;
    EXPECT_EQ(answer.body, blank) << target;
  }
  EXPECT_TRUE(vitrine.get("/badge/a/b/c").header("Location").starts_with("/badges/blank-"));
}

TEST_F(Counting, LetsACampaignNameItsBadges) {
  const auto& vitrine = start();
  put_july();
  EXPECT_EQ(put("/campaigns/july1", R"({"popular_text":"BELIEBT & GUT"})").status, 200);
  vitrine.get("/fwd/july1/watch");
  EXPECT_THAT(vitrine.get("/badge/july1/watch/x.svg").body, HasSubstr("BELIEBT &amp; GUT"));
  const auto redirect = vitrine.get("/badge/july1/watch/x");
  EXPECT_EQ(vitrine.get(redirect.header("Location")).body,
            vitrine.get("/badge/july1/watch/x.png").body);
}

TEST_F(Counting, LetsOnlyOperatorsChangeCampaigns) {
  const auto& vitrine = start({{"operator_key", "correct horse battery"}});
  const auto put_public = [&](Headers headers) {
    return ask(vitrine.port(),
               {.method = "PUT", .target = "/campaigns/x", .headers = std::move(headers)})
        .status;
  };
  EXPECT_EQ(put_public({}), 403);
  EXPECT_EQ(put_public({{"Authorization", "Bearer wrong"}}), 403);
  EXPECT_EQ(put_public({{"Authorization", "Bearer correct horse battery"}}), 201);

  struct Row {
    const char* reason;
    const char* body;
    const char* says;
  };

  const Row rows[] = {{"no JSON", "{", "no JSON object"},
                      {"an array", "[]", "no JSON object"},
                      {"an unknown field", R"({"uri":"https://a"})", "uri"},
                      {"a number", R"({"url":5})", "url is no text"},
                      {"no address", R"json({"url":"javascript:alert(1)"})json", "javascript"},
                      {"nothing", "", "url"}};
  for (const auto& row : rows) {
    const auto answer = put("/campaigns/x/items/y", row.body);
    EXPECT_EQ(answer.status, 400) << row.reason;
    EXPECT_THAT(answer.body, HasSubstr(row.says)) << row.reason;
  }
  EXPECT_EQ(put("/campaigns/none/items/y", R"({"url":"https://a"})").status, 404);
  EXPECT_EQ(ask(vitrine.status_port(), {.method = "DELETE", .target = "/campaigns/x"}).status, 204);
  EXPECT_EQ(vitrine.status("/campaigns/x").status, 404);
  EXPECT_EQ(vitrine.status("/campaigns").body, "[]\n");
}

TEST(BadgeOnThePicture, FollowsTheItem) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(800, 600));
  const auto& vitrine = gallery.vitrine;
  const std::string live = "/product/image/shirt/w300.png?badge=july1";
  const auto put = [&](const std::string& target, const std::string& body) {
    return ask(vitrine.status_port(), {.method = "PUT", .target = target, .body = body}).status;
  };
  ASSERT_EQ(put("/campaigns/july1", ""), 201);
  ASSERT_EQ(put("/campaigns/july1/items/shirt", R"({"url":"/shirt"})"), 201);
  const auto plain = vitrine.get("/product/image/shirt/w300.png");
  const auto blank = vitrine.get(live);
  EXPECT_EQ(blank.body, plain.body) << "an item without clicks shows nothing";
  EXPECT_EQ(blank.header("Cache-Control"), "public, max-age=1, stale-while-revalidate=30");
  EXPECT_FALSE(blank.has("Last-Modified"));

  vitrine.get("/fwd/july1/shirt");

  const auto popular = vitrine.get(live, {{"If-None-Match", blank.header("ETag")}});
  EXPECT_EQ(popular.status, 200);
  EXPECT_NE(popular.body, plain.body);
  EXPECT_NE(popular.header("ETag"), plain.header("ETag"));
  EXPECT_EQ(vitrine.get(live, {{"If-None-Match", popular.header("ETag")}}).status, 304);
  EXPECT_EQ(vitrine.get("/product/image/shirt/w300.png").body, plain.body);
  EXPECT_EQ(vitrine.get("/product/image/shirt/w300.png?badge=nothing").body, plain.body);
}

TEST(BadgeOnThePicture, IsDrawnOnceForAState) {
  Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(800, 600));
  const auto& vitrine = gallery.vitrine;
  const auto put = [&](const std::string& target, const std::string& body) {
    ask(vitrine.status_port(), {.method = "PUT", .target = target, .body = body});
  };
  put("/campaigns/july1", "");
  put("/campaigns/july1/items/shirt", R"({"url":"/shirt"})");
  vitrine.get("/fwd/july1/shirt");
  std::vector<std::jthread> askers;
  std::atomic<int> right{0};
  for (int i = 0; i < 30; ++i) {
    askers.emplace_back([&] {
      if (look_at(vitrine.get("/product/image/shirt/w310.jpg?badge=july1").body)) ++right;
    });
  }
  askers.clear();
  EXPECT_EQ(right, 30);
  EXPECT_EQ(vitrine.renders(), 1);
}

// Posts views from several threads and knows how many were asked for, and answered.
class Posters {
 public:
  Posters(std::uint16_t port, int count) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this, port] { post(port); });
  }

  void stop() {
    leave_ = true;
    threads_.clear();
  }

  int answered() const { return answered_; }

  int sent() const { return sent_; }

  int refused() const { return refused_; }

 private:
  void post(std::uint16_t port) {
    while (!leave_) {
      try {
        Connection connection{port};
        ++sent_;
        const auto answer = connection.ask({.method = "POST", .target = "/views/home"});
        ++(answer.status == 200 ? answered_ : refused_);
      } catch (const std::runtime_error&) {
        ++refused_;
      }
    }
  }

  std::atomic<bool> leave_{false};
  std::atomic<int> sent_{0};
  std::atomic<int> answered_{0};
  std::atomic<int> refused_{0};
  std::vector<std::jthread> threads_;
};

TEST_F(Counting, SurvivesARestart) {
  start();
  put_july();
  for (int i = 0; i < 5; ++i) post("/views/home");
  vitrine_->get("/fwd/july1/watch");
  vitrine_->stop();
  vitrine_->start();
  EXPECT_EQ(number(vitrine_->get("/views/home"), "total"), 5);
  EXPECT_EQ(number(vitrine_->get("/views/home"), "last_minute"), 5);
  EXPECT_EQ(number(vitrine_->get("/views/home"), "visitors_today"), 1);
  EXPECT_EQ(number(vitrine_->get("/info/july1/watch"), "clicks"), 1);
}

TEST_F(Counting, LosesNothingThatItAnsweredWhenItIsKilled) {
  start();
  int answered = 0;
  int sent = 0;
  for (int round = 0; round < 5; ++round) {
    Posters posters{vitrine_->port(), 8};
    const int enough = 50 + 30 * round;
    ASSERT_TRUE(eventually([&] { return posters.answered() >= enough; }));
    vitrine_->process().signal(SIGKILL);
    vitrine_->process().wait();
    posters.stop();
    answered += posters.answered();
    sent += posters.sent();
    vitrine_->start();
    const auto total = number(vitrine_->get("/views/home"), "total");
    EXPECT_GE(total, answered) << "round " << round;
    EXPECT_LE(total, sent) << "nothing counts twice";
  }
}

TEST_F(Counting, LosesNoViewWhenANewProcessTakesOver) {
  start();
  Posters posters{vitrine_->port(), 4};
  ASSERT_TRUE(eventually([&] { return posters.answered() >= 50; }));
  for (int round = 0; round < 3; ++round) {
    const auto before = vitrine_->status_port();
    vitrine_->process().signal(SIGHUP);
    ASSERT_TRUE(eventually([&] {
      vitrine_->learn_ports();
      return vitrine_->process().group().size() == 1 &&
             vitrine_->process().output().find("vitrine: status", 1) != std::string::npos;
    })) << before;
    const int reached = posters.answered() + 50;
    ASSERT_TRUE(eventually([&] { return posters.answered() >= reached; }))
        << vitrine_->process().errors();
  }
  posters.stop();
  EXPECT_EQ(posters.refused(), 0);
  EXPECT_EQ(number(vitrine_->get("/views/home"), "total"), posters.answered());
}

TEST_F(Counting, IntoOneFileIsForOneProcess) {
  start();
  home_.write("config/second.json", R"({"server_port": 0, "status_port": 0})");
  const auto second = run({.program = vitrine_program(),
                           .arguments = {"serve", "-e", "second"},
                           .folder = home_.path()});
  EXPECT_NE(second.code, 0);
  EXPECT_LT(second.code, 128) << "an error, not a crash";
  EXPECT_THAT(second.errors, HasSubstr("vitrine.db"));
}

}  // namespace
}  // namespace vitrine::service
