#include "endpoints/gallery.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

namespace fs = std::filesystem;

class GalleryTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("vitrine-gallery-" + std::to_string(getpid()));
    fs::create_directories(folder_ / "below");
  }

  void TearDown() override { fs::remove_all(folder_); }

  void add_file(const std::string& name) { std::ofstream(folder_ / name) << "x"; }

  std::string front_page(GalleryConfig config) {
    std::deque<Namespace> namespaces;
    namespaces.emplace_back(
        NamespaceConfig{.name = "shop", .origin = "file:" + folder_.string() + "/{id}.jpg"}, 80);
    const Gallery gallery(namespaces, config);
    http::Router router;
    gallery.add_routes(router);
    std::vector<http::PathParameter> parameters;
    std::string decoded;
    const auto match = router.match(http::Method::get, "/", parameters, decoded);
    auto answer = match->route->handler(http::Request{});
    const auto response = *std::get<Result<http::Response>>(std::move(answer));
    if (const auto* text = std::get_if<http::StaticText>(&response.body())) {
      return std::string(text->view);
    }
    return std::get<std::string>(response.body());
  }

  fs::path folder_;
};

TEST_F(GalleryTest, ShowsThePicturesOfTheFolderInOrderOfName) {
  add_file("b.jpg");
  add_file("a.jpg");
  add_file("c.png");
  const auto page = front_page({.enabled = true});
  const auto a = page.find("data-picture=\"shop/a\"><img");
  const auto b = page.find("data-picture=\"shop/b\"><img");
  EXPECT_NE(a, std::string::npos);
  EXPECT_NE(b, std::string::npos);
  EXPECT_LT(a, b);
  EXPECT_EQ(page.find("shop/c"), std::string::npos) << "another extension than the namespace's";
  EXPECT_EQ(page.find("{first}"), std::string::npos);
  EXPECT_EQ(page.find("{pictures}"), std::string::npos);
}

TEST_F(GalleryTest, EscapesNamesThatAreHtml) {
  add_file("<b>\"&.jpg");
  const auto page = front_page({.enabled = true});
  EXPECT_EQ(page.find("<b>"), std::string::npos);
  EXPECT_NE(page.find("shop/%3Cb%3E%22%26"), std::string::npos);
  EXPECT_NE(page.find("&lt;b&gt;&quot;&amp;"), std::string::npos);
}

TEST_F(GalleryTest, ShowsNoNamesWhenItIsOff) {
  add_file("secret.jpg");
  EXPECT_EQ(front_page({}).find("secret"), std::string::npos);
}

TEST_F(GalleryTest, LinksToTheNewsletterWhereThereIsOne) {
  add_file("a.jpg");
  EXPECT_NE(front_page({.enabled = true, .newsletter = true}).find("href=\"/demo/email\""),
            std::string::npos);
  const auto without = front_page({.enabled = true});
  EXPECT_EQ(without.find("/demo/email"), std::string::npos);
  EXPECT_EQ(without.find("{newsletter}"), std::string::npos);
}

TEST_F(GalleryTest, SaysALineWhenTheFolderIsEmpty) {
  EXPECT_EQ(front_page({.enabled = true}), "Vitrine, an image server.\n");
}

}  // namespace
}  // namespace vitrine::endpoints
