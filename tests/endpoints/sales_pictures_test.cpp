#include "endpoints/sales_pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "endpoints/asked.h"
#include "endpoints/memory_sales.h"
#include "endpoints/signature.h"
#include "images/render.h"
#include "sales/sample.h"

namespace vitrine::endpoints {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class SalesPicturesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { library_.emplace("test_endpoints"); }

  SalesPicturesTest() {
    clock_.advance(std::chrono::minutes(1));
    // Nobody is let in without a signature, but who says please.
    shown_.add_routes(router_, [](http::Handler handler) -> http::Handler {
      return [handler](const http::Request& request) -> http::Answer {
        if (request.header("X-Please")) return handler(request);
        return fail(FailureKind::not_allowed, "Who are you?");
      };
    });
  }

  Answered get(std::string target, std::vector<http::HeaderField> more = {}) {
    more.push_back({"X-Please", "1"});
    return ask(router_, {.target = std::move(target), .body = {}, .headers = std::move(more)});
  }

  void sell(const std::string& id, const std::string& artist, sales::Amount cents) {
    auto purchase = sales::sample(id);
    purchase.artist_name = artist;
    purchase.amount_paid_usd = cents;
    ASSERT_TRUE(vitrine::testing::await(sales_.record({.purchases = {purchase}, .key = {}})));
  }

  static std::optional<images::Library> library_;
  ManualClock clock_;
  observe::Metrics metrics_;
  Pool pool_{{.name = "render"}};
  TaskGroup tasks_{{}};
  sales::MemorySales store_;
  sales::Sales sales_{store_, store_, clock_, metrics_};
  LabelPictures pictures_{pool_, tasks_, 8};
  SalesPictures shown_{{.signing_key = "key", .signing_salt = "salt"}, sales_, pictures_};
  http::Router router_;
};

std::optional<images::Library> SalesPicturesTest::library_;

TEST_F(SalesPicturesTest, ShowTheLastHourAndWhoEarnedMost) {
  sell("a", "Björk", 123'456);
  sell("b", "Nils <Frahm>", 50);
  const auto hour = get("/live/sales.svg");
  EXPECT_EQ(hour.status, 200);
  EXPECT_THAT(hour.headers, HasSubstr("Content-Type: image/svg+xml"));
  EXPECT_THAT(hour.body, HasSubstr(">2</text>"));
  EXPECT_THAT(hour.body, HasSubstr("22:14 UTC"));
  EXPECT_THAT(get("/live/sales.svg?value=revenue").body, HasSubstr(">$1,235.06</text>"));
  const auto top = get("/live/top-sellers.svg");
  EXPECT_THAT(top.body, HasSubstr(">Björk</text>"));
  EXPECT_THAT(top.body, HasSubstr(">$1,234.56</text>"));
  EXPECT_THAT(top.body, HasSubstr("Nils &lt;Frahm&gt;"));
  for (const char* target :
       {"/live/sales.png", "/live/sales.png?scale=2", "/live/top-sellers.png"}) {
    const auto picture = get(target);
    EXPECT_EQ(picture.status, 200) << target;
    EXPECT_THAT(picture.body, StartsWith("\x89PNG")) << target;
    EXPECT_THAT(picture.headers, HasSubstr("no-store")) << target;
  }
}

TEST_F(SalesPicturesTest, AreDrawnBeforeAnythingWasSold) {
  EXPECT_EQ(get("/live/sales.png").status, 200);
  EXPECT_THAT(get("/live/top-sellers.svg").body, HasSubstr("Nothing was sold yet"));
}

TEST_F(SalesPicturesTest, HaveATagForEachState) {
  const auto before = get("/live/sales.png");
  const auto same = get("/live/sales.png", {{"If-None-Match", before.etag()}});
  EXPECT_EQ(same.status, 304);
  sell("a", "Björk", 100);
  const auto after = get("/live/sales.png", {{"If-None-Match", before.etag()}});
  EXPECT_EQ(after.status, 200);
  EXPECT_NE(after.etag(), before.etag());
  clock_.advance(std::chrono::minutes(1));
  EXPECT_NE(get("/live/sales.png").etag(), after.etag()) << "a minute later it shows another hour";
}

TEST_F(SalesPicturesTest, AreForWhoMayOrHasASignature) {
  EXPECT_EQ(ask(router_, {.target = "/live/sales.png", .body = {}, .headers = {}}).status, 403);
  const std::string target = "/live/sales.png?scale=2";
  const auto right = target + "&sig=" + signature_of(target, "key", "salt");
  EXPECT_EQ(ask(router_, {.target = right, .body = {}, .headers = {}}).status, 200);
  auto wrong = right;
  wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(ask(router_, {.target = wrong, .body = {}, .headers = {}}).status, 403);
}

TEST_F(SalesPicturesTest, NameAValueThatTheyDoNotKnow) {
  const auto refused = get("/live/sales.svg?value=joy");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("value=joy is none of count, revenue"));
}

}  // namespace
}  // namespace vitrine::endpoints
