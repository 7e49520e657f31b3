// What ./run.sh shows a newcomer: the demo's own configuration and its photographs.
#include <algorithm>
#include <fstream>
#include <sstream>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "service/harness/picture.h"
#include "service/harness/vitrine.h"

namespace vitrine::service {
namespace {

// config/demo.json as it is in the repository.
Setup demo() {
  std::ifstream file{VITRINE_SOURCE_FOLDER "/config/demo.json"};
  std::stringstream text;
  text << file.rdbuf();
  boost::json::parse_options options;
  options.allow_comments = true;
  return {.configuration = boost::json::parse(text.str(), {}, options).as_object()};
}

// The values of one attribute, in order.
std::vector<std::string> attributes(const std::string& page, const std::string& name) {
  const std::string opening = " " + name + "=\"";
  std::vector<std::string> values;
  for (auto at = page.find(opening); at != std::string::npos; at = page.find(opening, at)) {
    at += opening.size();
    values.push_back(page.substr(at, page.find('"', at) - at));
  }
  return values;
}

TEST(Demo, ShowsPhotographsThatAllLoad) {
  const TemporaryFolder home;
  const Vitrine vitrine{home, demo()};

  const auto page = vitrine.get("/");

  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.header("Content-Type").starts_with("text/html"));
  const auto pictures = attributes(page.body, "src");
  ASSERT_GE(pictures.size(), 6U) << page.body;
  for (const auto& picture : pictures) {
    SCOPED_TRACE(picture);
    if (!picture.starts_with("/product/image/")) continue;
    const auto answer = vitrine.get(picture);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(look_at(answer.body));
  }
}

TEST(Demo, LinksItsPagesToEachOther) {
  const TemporaryFolder home;
  const Vitrine vitrine{home, demo()};
  const auto gallery = attributes(vitrine.get("/").body, "href");
  const auto newsletter = attributes(vitrine.get("/demo/email").body, "href");
  EXPECT_EQ(std::ranges::count(gallery, "/demo/email"), 1);
  EXPECT_EQ(std::ranges::count(gallery, "/dashboard/"), 1);
  EXPECT_EQ(std::ranges::count(newsletter, "/"), 1);
}

TEST(Demo, LoadsNothingFromOtherHosts) {
  const TemporaryFolder home;
  const Vitrine vitrine{home, demo()};
  const auto page = vitrine.get("/");
  EXPECT_TRUE(page.has("Content-Security-Policy"));
  for (const char* name : {"src", "href"}) {
    for (const auto& address : attributes(page.body, name)) {
      EXPECT_TRUE(address.starts_with("/") && !address.starts_with("//")) << address;
    }
  }
}

}  // namespace
}  // namespace vitrine::service
