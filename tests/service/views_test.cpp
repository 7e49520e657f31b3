// Page views over real sockets.
#include <gmock/gmock.h>

#include "service/harness/counting.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

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

}  // namespace
}  // namespace vitrine::service
