// Facts about originals, and forgetting them.
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "pictures/pictures.h"
#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

std::string md5_hex(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_md5(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

constexpr const char* kKey = "operator-key-of-the-tests";

Answer purge(std::uint16_t port, const std::string& target, const std::string& key = {}) {
  Headers headers;
  if (!key.empty()) headers.emplace_back("Authorization", "Bearer " + key);
  return ask(port, {.method = "DELETE", .target = target, .headers = headers});
}

TEST(Originals, AreDescribed) {
  const Gallery gallery;

  struct Row {
    const char* name;
    std::string bytes;
    const char* content_type;
    int width;
    int height;
  };

  const Row rows[] = {
      {"a.jpg", photograph(80, 60), "image/jpeg", 80, 60},
      {"turned.jpg", pictures::make_jpeg(80, 60, {.orientation = 6}), "image/jpeg", 60, 80},
      {"a.png", pictures::make_png(30, 20), "image/png", 30, 20},
      {"a.webp", pictures::make_webp(30, 20), "image/webp", 30, 20},
      {"a.gif", pictures::make_gif(30, 20, {.frames = 3}), "image/gif", 30, 20},
      // The type is what the bytes are, not what the name says.
      {"lie.png", photograph(30, 20), "image/jpeg", 30, 20},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    gallery.nginx.put(row.name, row.bytes);
    const auto answer = gallery.vitrine.get(std::string{"/any/"} + row.name + "/info.json");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(answer.header("Content-Type").starts_with("application/json"));
    const auto facts = boost::json::parse(answer.body);
    EXPECT_EQ(std::string_view{facts.at("hash").as_string()}, md5_hex(row.bytes));
    EXPECT_EQ(facts.at("width").to_number<int>(), row.width);
    EXPECT_EQ(facts.at("height").to_number<int>(), row.height);
    EXPECT_EQ(facts.at("content_type"), row.content_type);
    EXPECT_EQ(facts.at("bytes").to_number<std::size_t>(), row.bytes.size());
  }
  EXPECT_EQ(gallery.vitrine.renders(), 0);
}

TEST(Originals, AreKeptUntilTheyArePurged) {
  const Gallery gallery({.configuration = {{"operator_key", kKey}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  const std::string wide = "/product/image/shirt/w40.jpg";
  const std::string square = "/product/image/shirt/x30.webp";
  const auto before = gallery.vitrine.get(wide);
  gallery.vitrine.get(square);
  gallery.nginx.put("products/shirt.jpg", photograph(80, 40));

  EXPECT_EQ(gallery.vitrine.get(wide).body, before.body);
  EXPECT_EQ(gallery.nginx.fetches("/products/shirt.jpg"), 1);

  EXPECT_EQ(purge(gallery.vitrine.port(), "/product/image/shirt", kKey).status, 200);

  const auto after = gallery.vitrine.get(wide);
  EXPECT_EQ(look_at(after.body), (Seen{.format = "jpeg", .width = 40, .height = 20}));
  EXPECT_NE(after.header("ETag"), before.header("ETag"));
  EXPECT_EQ(look_at(gallery.vitrine.get(square).body)->format, "webp");
  EXPECT_TRUE(eventually([&] { return gallery.nginx.fetches("/products/shirt.jpg") == 2; }));
  EXPECT_EQ(gallery.vitrine.get(wide, {{"If-None-Match", before.header("ETag")}}).status, 200);
}

TEST(Originals, ArePurgedByOperatorsOnly) {
  const Gallery gallery({.configuration = {{"operator_key", kKey}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  gallery.vitrine.get("/product/image/shirt/w40.jpg");
  const auto files = count_files(gallery.home.path() / "data");
  ASSERT_GT(files, 0U);

  EXPECT_EQ(purge(gallery.vitrine.port(), "/product/image/shirt").status, 401);
  EXPECT_EQ(purge(gallery.vitrine.port(), "/product/image/shirt", "another key").status, 401);
  EXPECT_EQ(purge(gallery.vitrine.port(), "/product/image/shirt", std::string{kKey} + "x").status,
            401);
  EXPECT_EQ(count_files(gallery.home.path() / "data"), files);

  EXPECT_EQ(purge(gallery.vitrine.status_port(), "/product/image/shirt").status, 200);
  EXPECT_TRUE(eventually([&] { return count_files(gallery.home.path() / "data") < files; }));
  EXPECT_EQ(purge(gallery.vitrine.status_port(), "/product/image/shirt").status, 200)
      << "what is not there is purged";
}

TEST(Originals, CannotBePurgedWithoutAKeyInTheConfiguration) {
  const Gallery gallery;
  EXPECT_EQ(purge(gallery.vitrine.port(), "/product/image/shirt").status, 401);
  EXPECT_EQ(purge(gallery.vitrine.port(), "/product/image/shirt", "x").status, 401);
  const auto empty = ask(gallery.vitrine.port(),
                         {.method = "DELETE",
                          .target = "/product/image/shirt",
                          .headers = {{"Authorization", "Bearer "}}});
  EXPECT_EQ(empty.status, 401);
}

TEST(Originals, ThatWereMissingAreAskedForAgainAfterAPurge) {
  const Gallery gallery({.configuration = {{"negative_ttl", 3600}}});
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").status, 404);
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").status, 404) << "remembered";

  purge(gallery.vitrine.status_port(), "/product/image/shirt");

  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w40.jpg").status, 200);
}

TEST(Originals, HaveTheirPopularSizesMadeInTheBackground) {
  const Gallery gallery(
      {.configuration = {
           {"namespaces", {{"product/image", {{"popular", {"w50.webp", "x20.jpg"}}}}}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(80, 60));
  gallery.vitrine.get("/product/image/shirt/w40.jpg");

  EXPECT_TRUE(eventually([&] { return gallery.vitrine.renders() == 3; }));
  const auto webp = gallery.vitrine.get("/product/image/shirt/w50.webp");
  EXPECT_EQ(look_at(webp.body)->width, 50);
  EXPECT_EQ(look_at(gallery.vitrine.get("/product/image/shirt/x20.jpg").body)->width, 20);
  EXPECT_EQ(gallery.vitrine.renders(), 3);
  EXPECT_EQ(gallery.vitrine.metric("vitrine_pictures_requests_total"), 3)
      << "what was made in the background was not asked for";
}

}  // namespace
}  // namespace vitrine::service
