// The dashboard's files as a browser gets them.
#include <gmock/gmock.h>

#include "service/harness/vitrine.h"

namespace vitrine::service {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Dashboard : public ::testing::Test {
 protected:
  // The first file of the page below /dashboard/assets/ with this ending.
  std::string asset(std::string_view ending) const {
    const auto page = vitrine_.get("/dashboard/").body;
    for (auto at = page.find("/dashboard/assets/"); at != std::string::npos;
         at = page.find("/dashboard/assets/", at + 1)) {
      auto path = page.substr(at, page.find('"', at) - at);
      if (path.ends_with(ending)) return path;
    }
    return {};
  }

  TemporaryFolder home_;
  Vitrine vitrine_{home_, {}};
};

TEST_F(Dashboard, IsOnePageForEveryViewAndIsAskedForAgain) {
  const auto page = vitrine_.get("/dashboard/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("Cache-Control"), "no-cache");
  EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("script-src 'self';"));
  EXPECT_THAT(page.header("Content-Security-Policy"), Not(HasSubstr("unsafe")));
  EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(page.header("Referrer-Policy"), "same-origin");
  EXPECT_EQ(page.body.find("http:"), std::string::npos) << "nothing of other hosts";
  EXPECT_EQ(vitrine_.get("/dashboard/campaigns/july1").body, page.body);
  const Headers again = {{"If-None-Match", page.header("ETag")}};
  EXPECT_EQ(vitrine_.get("/dashboard/", again).status, 304);
  EXPECT_EQ(vitrine_.get("/dashboard").header("Location"), "/dashboard/");
  EXPECT_EQ(vitrine_.get("/").header("Location"), "/dashboard/") << "there is no gallery";
}

TEST_F(Dashboard, IsSentAsTheBrowserTakesIt) {
  const auto script = asset(".js");
  const auto plain = vitrine_.get(script);
  EXPECT_EQ(plain.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  EXPECT_FALSE(plain.has("Content-Encoding"));

  struct Row {
    const char* reason;
    const char* accept;
    const char* coding;
  };

  const Row rows[] = {{"a browser", "gzip, deflate, br", "br"},
                      {"an older one", "gzip, deflate", "gzip"},
                      {"which likes gzip more", "gzip;q=1, br;q=0.5", "gzip"}};
  for (const auto& row : rows) {
    const auto answer = vitrine_.get(script, {{"Accept-Encoding", row.accept}});
    EXPECT_EQ(answer.header("Content-Encoding"), row.coding) << row.reason;
    EXPECT_LT(answer.body.size(), plain.body.size() / 2) << row.reason;
    EXPECT_NE(answer.header("ETag"), plain.header("ETag")) << row.reason;
  }
  EXPECT_FALSE(vitrine_.get(script, {{"Accept-Encoding", "br;q=0"}}).has("Content-Encoding"));
}

TEST_F(Dashboard, SaysThatAFileOfAnOlderPageIsGone) {
  EXPECT_EQ(vitrine_.get("/dashboard/assets/index-00000000.js").status, 404);
}

}  // namespace
}  // namespace vitrine::service
