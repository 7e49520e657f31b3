// Campaigns whose badges are pictures of ours.
#include <gmock/gmock.h>

#include "pictures/pictures.h"
#include "service/harness/counting.h"
#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

using pictures::look;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kSale = R"({"popular_text":"SALE!","popular_image":"any/sale.png"})";

class BadgePictures : public ::testing::Test {
 protected:
  // An item that is popular, in a campaign of these settings.
  void put_campaign(const std::string& settings) const {
    ASSERT_EQ(put("/campaigns/july1", settings).status, 201);
    ASSERT_EQ(put("/campaigns/july1/items/shirt", R"({"url":"/shirt"})").status, 201);
    ASSERT_EQ(vitrine().get("/fwd/july1/shirt").status, 302);
  }

  Answer put(const std::string& target, const std::string& body) const {
    return ask(vitrine().status_port(), {.method = "PUT", .target = target, .body = body});
  }

  Vitrine& vitrine() const { return gallery_.vitrine; }

  const Nginx& nginx() const { return gallery_.nginx; }

  const TemporaryFolder& home() const { return gallery_.home; }

 private:
  mutable Gallery gallery_;
};

TEST_F(BadgePictures, StandForTheWords) {
  nginx().put("sale.png", pictures::make_png(300, 150, {.alpha = true}));
  put_campaign(kSale);
  const auto redirect = vitrine().get("/badge/july1/shirt/x");
  EXPECT_EQ(redirect.status, 307);
  EXPECT_THAT(redirect.header("Location"), StartsWith("/badges/popular-"));
  const auto direct = vitrine().get("/badge/july1/shirt/x.png");
  EXPECT_EQ(direct.body, vitrine().get(redirect.header("Location")).body);
  EXPECT_THAT(direct.header("Cache-Control"), HasSubstr("no-store"));
  EXPECT_EQ(direct.header("Expires"), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(direct.header("Content-Type"), "image/png");

  struct Row {
    const char* end;
    Seen seen;
  };

  const Row rows[] = {
      {"x.png", {.format = "png", .width = 98, .height = 49, .has_alpha = true}},
      {"x.png?scale=2", {.format = "png", .width = 196, .height = 98, .has_alpha = true}},
      {"x.png?scale=4", {.format = "png", .width = 392, .height = 196, .has_alpha = true}},
      {"x.gif", {.format = "gif", .width = 98, .height = 49, .has_alpha = true}}};
  for (const auto& row : rows) {
    const auto answer = vitrine().get("/badge/july1/shirt/" + std::string(row.end));
    EXPECT_EQ(answer.status, 200) << row.end;
    EXPECT_EQ(look_at(answer.body), row.seen) << row.end;
  }
  EXPECT_EQ(look(direct.body).at(10, 10), look(pictures::make_png(98, 49)).at(10, 10));
  EXPECT_THAT(vitrine().get("/badge/july1/shirt/x.svg").body, HasSubstr("SALE!"));
  EXPECT_EQ(vitrine().get("/badge/july1/shirt/x.json").body,
            R"({"badge":"popular","image":"any/sale.png"})");
  const auto again =
      vitrine().get("/badge/july1/shirt/y.png", {{"If-None-Match", direct.header("ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(nginx().fetches("/sale.png"), 1);
}

TEST_F(BadgePictures, AreDrawnOntoPictures) {
  nginx().put("products/shirt.jpg", photograph(800, 600));
  nginx().put("sale.png", pictures::make_png(400, 200));
  put_campaign(R"({"popular_text":"SALE!"})");
  const std::string live = "/product/image/shirt/w400.png?badge=july1";
  const auto words = vitrine().get(live);

  EXPECT_EQ(put("/campaigns/july1", kSale).status, 200);

  const auto head = vitrine().head(live);
  const auto image = vitrine().get(live, {{"If-None-Match", words.header("ETag")}});
  EXPECT_EQ(image.status, 200);
  EXPECT_NE(image.body, words.body);
  EXPECT_EQ(image.header("ETag"), head.header("ETag"));
  EXPECT_EQ(image.header("Cache-Control"), "public, max-age=1, stale-while-revalidate=30");
  EXPECT_EQ(vitrine().get(live, {{"If-None-Match", image.header("ETag")}}).status, 304);
  // 12 from the corner, 120 x 60.
  const auto seen = look(image.body);
  EXPECT_EQ(seen.at(12 + 30, 12 + 15), pictures::kTopLeft);
  EXPECT_EQ(seen.at(12 + 90, 12 + 15), pictures::kTopRight);
  EXPECT_EQ(seen.at(12 + 30, 12 + 45), pictures::kBottomLeft);
  EXPECT_EQ(seen.at(12 + 90, 12 + 45), pictures::kBottomRight);

  nginx().put("sale.png", pictures::make_png(400, 100));
  ASSERT_EQ(ask(vitrine().status_port(), {.method = "DELETE", .target = "/any/sale.png"}).status,
            200);
  const auto changed = vitrine().get(live, {{"If-None-Match", image.header("ETag")}});
  EXPECT_EQ(changed.status, 200) << "another picture is another state";
  EXPECT_NE(changed.body, image.body);
}

TEST_F(BadgePictures, ThatCannotBeHadAreWords) {
  nginx().put("products/shirt.jpg", photograph(800, 600));
  nginx().put("text.png", "no picture");
  put_campaign(R"({"popular_text":"SALE!"})");
  const std::vector<std::string> targets = {"/badge/july1/shirt/x.png",
                                            "/badge/july1/shirt/x.gif?scale=2",
                                            "/product/image/shirt/w300.png?badge=july1"};
  std::vector<std::string> words;
  for (const auto& target : targets) words.push_back(vitrine().get(target).body);
  for (const std::string image : {"any/missing.png", "any/text.png"}) {
    const auto settings = R"({"popular_text":"SALE!","popular_image":")" + image + R"("})";
    ASSERT_EQ(put("/campaigns/july1", settings).status, 200);
    for (int times = 0; times < 3; ++times) {
      for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto answer = vitrine().get(targets[i]);
        EXPECT_EQ(answer.status, 200) << image << targets[i];
        EXPECT_EQ(answer.body, words[i]) << image << targets[i];
      }
    }
    const auto redirect = vitrine().get("/badge/july1/shirt/x");
    EXPECT_EQ(vitrine().get(redirect.header("Location")).body, words[0]) << image;
  }
  EXPECT_EQ(nginx().fetches("/missing.png"), 1) << "a failure is remembered";
}

TEST_F(BadgePictures, AreRefusedWhenTheyCannotBeOurs) {
  struct Row {
    const char* reason;
    const char* body;
    const char* says;
  };

  const Row rows[] = {
      {"no namespace", R"({"popular_image":"other/sale"})", "popular_image \"other/sale\""},
      {"a list of them", R"({"hot_image":"other/sale"})", "product/image, any, enlarged"},
      {"no id", R"({"hot_image":"product/image"})", "hot_image \"product/image\""},
      {"an empty id", R"({"hot_image":"product/image/"})", "hot_image"},
      {"an address", R"({"hot_image":"https://elsewhere.example/a.png"})", "elsewhere"},
      {"a slash in front", R"({"hot_image":"/product/image/sale"})", "such as product/image/sale"},
      {"up", R"({"hot_image":"any/../secret"})", "segment \"..\""},
      {"an empty segment", R"({"hot_image":"any//sale"})", "segment \"\""},
      {"a line break", R"({"hot_image":"any/a\nb"})", "control characters"},
      {"a number", R"({"hot_image":1})", "hot_image is no text"},
  };
  for (const auto& row : rows) {
    const auto answer = put("/campaigns/july1", row.body);
    EXPECT_EQ(answer.status, 400) << row.reason;
    EXPECT_THAT(answer.body, HasSubstr(row.says)) << row.reason;
  }
}

TEST_F(BadgePictures, AreKept) {
  nginx().put("sale.png", pictures::make_png(300, 150));
  put_campaign(kSale);
  vitrine().stop();
  vitrine().start();
  const auto campaign = facts(vitrine().status("/campaigns/july1"));
  EXPECT_EQ(campaign.at("popular_image"), "any/sale.png");
  EXPECT_EQ(campaign.at("hot_image"), "");
  EXPECT_EQ(look_at(vitrine().get("/badge/july1/shirt/x.png").body)->width, 98);
}

TEST_F(BadgePictures, OfANamespaceThatIsGoneAreWords) {
  put_campaign(R"({"popular_text":"SALE!"})");
  const auto words = vitrine().get("/badge/july1/shirt/x.png").body;
  ASSERT_EQ(put("/campaigns/july1", kSale).status, 200);
  vitrine().stop();
  const Vitrine without{
      home(), {.configuration = {{"namespaces", {{"new", {{"origin", nginx().url("/{id}")}}}}}}}};
  EXPECT_EQ(without.get("/badge/july1/shirt/x.png").body, words);
}

}  // namespace
}  // namespace vitrine::service
