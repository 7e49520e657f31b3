// Campaigns, clicks and badges over real sockets.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "service/harness/counting.h"
#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;

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

TEST_F(Counting, NeverFailsABadgeWhoseAddressIsBroken) {
  const auto& vitrine = start();
  put_july();
  vitrine.get("/fwd/july1/camera");

  struct Row {
    const char* reason;
    std::string target;
    const char* form;
  };

  const Row rows[] = {{"a broken escape", "/badge/a%zz/b/c.png", "png"},
                      {"half an escape", "/badge/july1/camera/c.gif%2", "png"},
                      {"in front of the ending", "/badge/july1/cam%era/c.gif", "gif"},
                      {"not UTF-8", "/badge/%ff/camera/x.png", "png"},
                      {"NUL", "/badge/july1/camera%00/x.png", "png"},
                      {"a line break", "/badge/july1/camera/%0d%0ax.gif", "gif"},
                      {"an empty campaign", "/badge//x/y", "png"},
                      {"an empty item", "/badge/july1//y.png", "png"},
                      {"an empty end", "/badge/july1/camera/", "png"},
                      {"up", "/badge/../badge/july1/camera/x.png", "png"},
                      {"up, encoded", "/badge/july1/%2e%2e/x.gif?scale=2", "gif"},
                      {"too few", "/badge/july1", "png"},
                      {"none", "/badge/", "png"},
                      {"too many", "/badge/july1/camera/x/y.gif", "gif"},
                      {"far too many", "/badge" + std::string(500, '/') + "x.png", "png"},
                      {"an ending that nobody knows", "/badge/july1/x.exe", "png"}};
  for (const auto& row : rows) {
    const auto answer = vitrine.get(row.target);
    EXPECT_EQ(answer.status, 200) << row.reason;
    EXPECT_EQ(answer.body, vitrine.get("/badge/a/b/c." + std::string(row.form)).body) << row.reason;
    EXPECT_THAT(answer.header("Cache-Control"), HasSubstr("no-store")) << row.reason;
  }
  EXPECT_THAT(vitrine.get("/badge/a%zz/b/c.svg").body, HasSubstr("<svg"));
  EXPECT_EQ(vitrine.get("/badge/a%zz/b/c.json").body, R"({"badge":"blank"})");
  EXPECT_EQ(vitrine.head("/badge/a%zz/b/c.png").status, 200);
}

TEST_F(Counting, NeverFailsABadgeThatCannotBeDrawnNow) {
  const auto& vitrine = start({{"limits", {{"label_queue", 0}}}});
  put_july();
  vitrine.get("/fwd/july1/camera");
  std::vector<std::jthread> askers;
  std::atomic<int> pictures{0};
  for (int i = 0; i < 24; ++i) {
    askers.emplace_back([&, scale = std::to_string(i % 4 + 1)] {
      const auto answer = vitrine.get("/badge/july1/camera/x.png?scale=" + scale);
      if (answer.status == 200 && look_at(answer.body)) ++pictures;
    });
  }
  askers.clear();
  EXPECT_EQ(pictures, 24);
}

TEST_F(Counting, RefusesWordsThatCannotBeDrawn) {
  start();
  const auto answer = put("/campaigns/july1", "{\"hot_text\":\"HOT \xE2\x80\xAE\"}");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("hot_text"));
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
  const auto& vitrine = start({{"operator_key", "correct-horse-battery"}});
  const auto put_public = [&](Headers headers) {
    return ask(vitrine.port(),
               {.method = "PUT", .target = "/campaigns/x", .headers = std::move(headers)})
        .status;
  };
  EXPECT_EQ(put_public({}), 401);
  EXPECT_EQ(put_public({{"Authorization", "Bearer wrong"}}), 401);
  EXPECT_EQ(put_public({{"Authorization", "Bearer correct-horse-battery"}}), 201);

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
  for (const char* nothing : {"nothing", "", "%zz", "%00", "..", "a/b", "%ff", "july1%0a"}) {
    const auto answer = vitrine.get("/product/image/shirt/w300.png?badge=" + std::string(nothing));
    EXPECT_EQ(answer.status, 200) << nothing;
    EXPECT_EQ(answer.body, plain.body) << nothing;
  }
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

}  // namespace
}  // namespace vitrine::service
