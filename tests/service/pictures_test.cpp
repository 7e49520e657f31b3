// Every size, format and quality of the address, as a browser would see the result.
#include "pictures/pictures.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

TEST(Pictures, ComeInEverySizeOfTheAddress) {
  const Gallery gallery;
  gallery.nginx.put("wide.jpg", photograph(800, 600));
  gallery.nginx.put("tall.jpg", photograph(600, 800));

  struct Row {
    const char* reason;
    const char* target;
    int width;
    int height;
  };

  const Row rows[] = {
      {"a width, height by aspect", "/any/wide.jpg/w500.jpg", 500, 375},
      {"a width of a tall one", "/any/tall.jpg/w300.jpg", 300, 400},
      {"the smallest width", "/any/wide.jpg/w1.jpg", 1, 1},
      {"a height, width by aspect", "/any/wide.jpg/h300.jpg", 400, 300},
      {"a square is cut", "/any/wide.jpg/x400.jpg", 400, 400},
      {"a square of a tall one", "/any/tall.jpg/x400.jpg", 400, 400},
      {"a box is cut", "/any/wide.jpg/300x400.jpg", 300, 400},
      {"a flat box", "/any/tall.jpg/400x30.jpg", 400, 30},
      {"its own size", "/any/wide.jpg/full_size.jpg", 800, 600},
      {"exactly its own width", "/any/wide.jpg/w800.jpg", 800, 600},
      {"never enlarged", "/any/wide.jpg/w900.jpg", 800, 600},
      {"never enlarged by height", "/any/wide.jpg/h1000.jpg", 800, 600},
      {"enlarged where the namespace says so", "/enlarged/wide.jpg/w900.jpg", 900, 675},
      {"a box enlarged where the namespace says so", "/enlarged/wide.jpg/900x900.jpg", 900, 900},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto answer = gallery.vitrine.get(row.target);
    EXPECT_EQ(answer.status, 200) << answer.body.substr(0, 200);
    EXPECT_EQ(look_at(answer.body),
              (Seen{.format = "jpeg", .width = row.width, .height = row.height}));
  }
}

TEST(Pictures, ComeInEveryFormat) {
  const Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(800, 600));

  struct Row {
    const char* extension;
    const char* content_type;
    const char* format;
  };

  const Row rows[] = {
      {"jpg", "image/jpeg", "jpeg"},
      {"jpeg", "image/jpeg", "jpeg"},
      {"png", "image/png", "png"},
      {"webp", "image/webp", "webp"},
      {"avif", "image/avif", "avif"},
      {"gif", "image/gif", "gif"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.extension);
    const auto answer =
        gallery.vitrine.get(std::string{"/product/image/shirt/w200."} + row.extension);
    EXPECT_EQ(answer.status, 200) << answer.body.substr(0, 200);
    EXPECT_EQ(answer.header("Content-Type"), row.content_type);
    EXPECT_FALSE(answer.has("Vary"));
    const auto seen = look_at(answer.body);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->format, row.format);
    EXPECT_EQ(seen->width, 200);
    EXPECT_EQ(seen->height, 150);
  }
}

TEST(Pictures, HaveTheQualityOfTheAddress) {
  const Gallery gallery({.configuration = {{"default_compression", 60}}});
  gallery.nginx.put("products/shirt.jpg", photograph(800, 600));
  const auto bytes = [&](const std::string& name) {
    const auto answer = gallery.vitrine.get("/product/image/shirt/" + name);
    EXPECT_EQ(answer.status, 200) << name;
    return answer.body;
  };
  for (const std::string extension : {"jpg", "webp", "avif"}) {
    SCOPED_TRACE(extension);
    const auto coarse = bytes("w300-q10." + extension);
    const auto middle = bytes("w300-q60." + extension);
    const auto fine = bytes("w300-q95." + extension);
    EXPECT_LT(coarse.size(), middle.size());
    EXPECT_LT(middle.size(), fine.size());
    // The other letter, and the configured default, mean the same picture.
    EXPECT_EQ(bytes("w300-c10." + extension), coarse);
    EXPECT_EQ(bytes("w300." + extension), middle);
  }
  EXPECT_EQ(bytes("w300-q1.jpg").substr(0, 2), "\xff\xd8");
  EXPECT_EQ(bytes("w300-q100.jpg").substr(0, 2), "\xff\xd8");
}

TEST(Pictures, MayBeChosenByTheBrowser) {
  const Gallery gallery;
  gallery.nginx.put("products/shirt.jpg", photograph(400, 300));

  struct Row {
    const char* reason;
    const char* accept;
    const char* content_type;
  };

  const Row rows[] = {
      {"the smallest one that is taken", "image/avif,image/webp,*/*", "image/avif"},
      {"without AVIF", "image/webp,image/png,*/*;q=0.8", "image/webp"},
      {"q-values decide", "image/avif;q=0.5,image/webp;q=0.9", "image/webp"},
      {"q=0 is a refusal", "image/avif;q=0,image/webp;q=0,*/*", "image/jpeg"},
      {"a wildcard names no format", "image/*,*/*", "image/jpeg"},
      {"the specific range beats the general one", "image/*;q=0.9,image/webp", "image/webp"},
      {"only JPEG", "image/jpeg", "image/jpeg"},
      {"nothing that we have", "text/html", "image/jpeg"},
      {"not a list at all", ";;;,,=q", "image/jpeg"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto answer =
        gallery.vitrine.get("/product/image/shirt/w100.auto", {{"Accept", row.accept}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), row.content_type);
    EXPECT_EQ(answer.header("Vary"), "Accept");
  }
  EXPECT_EQ(gallery.vitrine.get("/product/image/shirt/w100.auto").header("Content-Type"),
            "image/jpeg");
}

TEST(Pictures, AreChosenAmongTheAllowedExtensionsOnly) {
  const Gallery gallery({.configuration = {{"whitelisted_extensions", {"jpg", "webp"}}}});
  gallery.nginx.put("products/shirt.jpg", photograph(400, 300));

  const auto answer =
      gallery.vitrine.get("/product/image/shirt/w100.auto", {{"Accept", "image/avif,image/webp"}});

  EXPECT_EQ(answer.header("Content-Type"), "image/webp");
}

TEST(Pictures, KeepTheirTransparencyOrGetAWhiteGround) {
  const Gallery gallery;
  // Its lower half is transparent.
  gallery.nginx.put("hole.png", pictures::make_png(64, 64, {.alpha = true}));

  const auto png = gallery.vitrine.get("/any/hole.png/w32.png");
  const auto webp = gallery.vitrine.get("/any/hole.png/w32.webp");
  const auto jpeg = gallery.vitrine.get("/any/hole.png/w32.jpg");

  EXPECT_TRUE(look_at(png.body).value().has_alpha);
  EXPECT_TRUE(look_at(webp.body).value().has_alpha);
  ASSERT_EQ(look_at(jpeg.body), (Seen{.format = "jpeg", .width = 32, .height = 32}));
  const auto ground = pictures::look(jpeg.body).at(16, 28);
  EXPECT_GE(std::min({ground.red, ground.green, ground.blue}), 250);
}

TEST(Pictures, KeepMovingInTheFormatsThatCan) {
  const Gallery gallery;
  gallery.nginx.put("film.gif", pictures::make_gif(64, 48, {.frames = 5}));

  struct Row {
    const char* name;
    int frames;
  };

  const Row rows[] = {
      {"w32.gif", 5}, {"w32.webp", 5}, {"x20.gif", 5}, {"w32.jpg", 1}, {"w32.png", 1}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto answer = gallery.vitrine.get(std::string{"/any/film.gif/"} + row.name);
    ASSERT_EQ(answer.status, 200) << answer.body.substr(0, 200);
    EXPECT_EQ(look_at(answer.body).value().frames, row.frames);
  }
}

TEST(Pictures, AreTurnedUprightAndTellNothingOfTheCamera) {
  const Gallery gallery;
  const auto turned = pictures::make_jpeg(80, 40, {.orientation = 6, .artist = "A camera"});
  ASSERT_TRUE(look_at(turned).value().has_exif);
  gallery.nginx.put("turned.jpg", turned);

  const auto answer = gallery.vitrine.get("/any/turned.jpg/full_size.jpg");

  EXPECT_EQ(look_at(answer.body), (Seen{.format = "jpeg", .width = 40, .height = 80}));
}

TEST(Pictures, CarryWhatCachesNeedToKnow) {
  const Gallery gallery({.configuration = {{"namespaces", {{"any", {{"cache_seconds", 77}}}}}}});
  gallery.nginx.put("shirt.jpg", photograph(80, 60));

  const auto answer = gallery.vitrine.get("/any/shirt.jpg/w40.jpg");

  EXPECT_EQ(answer.header("Content-Length"), std::to_string(answer.body.size()));
  EXPECT_EQ(answer.header("Cache-Control"), "public, max-age=77");
  EXPECT_TRUE(answer.header("ETag").starts_with('"')) << answer.header("ETag");
  EXPECT_TRUE(answer.header("Last-Modified").ends_with(" GMT"));
  EXPECT_TRUE(answer.header("Date").ends_with(" GMT"));
  EXPECT_EQ(answer.header("Accept-Ranges"), "bytes");
  for (const auto& [name, value] : answer.headers) EXPECT_EQ(answer.count(name), 1) << name;
}

TEST(Pictures, OfAFolderFollowItsFiles) {
  const TemporaryFolder home;
  home.write("originals/hats/red.jpg", photograph(80, 60));
  const Vitrine vitrine{
      home,
      {.configuration = {{"namespaces", {{"hat", {{"origin", "file:originals/hats/{id}.jpg"}}}}}}}};

  const auto before = vitrine.get("/hat/red/w40.jpg");
  home.write("originals/hats/red.jpg", photograph(90, 90));
  const auto after = vitrine.get("/hat/red/w40.jpg", {{"If-None-Match", before.header("ETag")}});

  EXPECT_EQ(look_at(before.body), (Seen{.format = "jpeg", .width = 40, .height = 30}));
  EXPECT_EQ(vitrine.get("/hat/blue/w40.jpg").status, 404);
  // A changed file is a changed picture; at once, or after the time for which an original is kept.
  EXPECT_TRUE(after.status == 200 || after.status == 304) << after.status;
}

}  // namespace
}  // namespace vitrine::service
