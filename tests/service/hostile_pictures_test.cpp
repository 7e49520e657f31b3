// Originals that are no pictures, that are broken, or that nobody should decode.
#include <gtest/gtest.h>

#include "pictures/hostile.h"
#include "pictures/pictures.h"
#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

class HostilePictures : public ::testing::Test {
 protected:
  // Under a name that says nothing about the content.
  std::string target_of(std::size_t number, const std::string& name) const {
    return "/any/" + std::to_string(number) + ".jpg/" + name;
  }

  Gallery gallery_;
};

TEST_F(HostilePictures, AreRefusedInBoundedTimeAndMemory) {
  const auto files = pictures::hostile_files();
  ASSERT_GT(files.size(), 30U);
  for (std::size_t i = 0; i < files.size(); ++i) {
    SCOPED_TRACE(files[i].name);
    gallery_.nginx.put(std::to_string(i) + ".jpg", files[i].file);
    const auto answer = gallery_.vitrine.get(target_of(i, "w40.jpg"));
    // An origin that sends nothing at all is a broken origin.
    EXPECT_EQ(answer.status, files[i].file.empty() ? 502 : 422) << answer.body.substr(0, 200);
    EXPECT_LT(answer.body.size(), 600U);
    // The same by another way: nothing of it may have been kept as a picture.
    EXPECT_GE(gallery_.vitrine.get(target_of(i, "x20.png")).status, 400);
  }
  EXPECT_EQ(count_files(gallery_.home.path() / "data/blobs/results"), 0U);
#ifndef VITRINE_SLOW_BUILD
  EXPECT_LT(resident_bytes(gallery_.vitrine.process().id()), 400ULL << 20);
#endif
  gallery_.nginx.put("good.jpg", photograph(80, 60));
  EXPECT_EQ(gallery_.vitrine.get("/any/good.jpg/w40.jpg").status, 200);
}

TEST_F(HostilePictures, CutAtAnyPlaceBreakNothing) {
  const std::pair<const char*, std::string> wholes[] = {
      {"JPEG", pictures::make_jpeg(160, 120, {.detailed = true})},
      {"progressive JPEG", pictures::make_jpeg(160, 120, {.progressive = true, .detailed = true})},
      {"PNG", pictures::make_png(160, 120)},
      {"WebP", pictures::make_webp(160, 120)},
      {"GIF", pictures::make_gif(160, 120, {.frames = 3})},
      {"AVIF", pictures::make_avif(160, 120)},
  };
  std::size_t number = 0;
  for (const auto& [name, whole] : wholes) {
    for (std::size_t part = 1; part < 12; ++part) {
      const auto keep = whole.size() * part / 12;
      SCOPED_TRACE(std::string{name} + " cut to " + std::to_string(keep));
      gallery_.nginx.put(std::to_string(++number) + ".jpg", pictures::truncated(whole, keep));
      const auto answer = gallery_.vitrine.get(target_of(number, "w40.jpg"));
      EXPECT_EQ(answer.status, 422);
    }
    SCOPED_TRACE(name);
    gallery_.nginx.put("whole.jpg", whole);
    EXPECT_EQ(gallery_.vitrine.get("/any/whole.jpg/w40.jpg").status, 200);
    ask(gallery_.vitrine.status_port(), {.method = "DELETE", .target = "/any/whole.jpg"});
  }
}

TEST_F(HostilePictures, AreNotBelievedAboutTheirType) {
  struct Row {
    const char* name;
    std::string bytes;
    const char* content_type;
  };

  const Row rows[] = {
      {"png.jpg", pictures::make_png(80, 60), "image/png"},
      {"gif.png", pictures::make_gif(80, 60), "image/gif"},
      {"jpeg.gif", pictures::make_jpeg(80, 60), "image/jpeg"},
      {"avif.html", pictures::make_avif(80, 60), "image/avif"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    gallery_.nginx.put(row.name, row.bytes);
    const auto answer = gallery_.vitrine.get(std::string{"/any/"} + row.name + "/w40.jpg");
    EXPECT_EQ(look_at(answer.body), (Seen{.format = "jpeg", .width = 40, .height = 30}));
    const auto info = gallery_.vitrine.get(std::string{"/any/"} + row.name + "/info.json");
    EXPECT_NE(info.body.find(row.content_type), std::string::npos) << info.body;
  }
}

TEST(PictureLimits, AreThoseOfTheConfiguration) {
  struct Row {
    const char* reason;
    boost::json::object limits;
    std::string bytes;
    const char* says;
  };

  const Row rows[] = {
      {"pixels", {{"pixels", 1000}}, pictures::make_jpeg(50, 30), "1000"},
      {"frames", {{"frames", 4}}, pictures::make_gif(20, 20, {.frames = 5}), "4"},
      {"pixels of all frames",
       {{"animation_pixels", 1000}},
       pictures::make_gif(20, 20, {.frames = 5}),
       "1000"},
      {"bytes",
       {{"original_bytes", 1024}},
       pictures::make_jpeg(300, 300, {.detailed = true}),
       "1024"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const Gallery gallery({.configuration = {{"limits", row.limits}}});
    gallery.nginx.put("a.jpg", row.bytes);
    const auto answer = gallery.vitrine.get("/any/a.jpg/w10.gif");
    EXPECT_EQ(answer.status, 422);
    EXPECT_NE(answer.body.find(row.says), std::string::npos) << answer.body;
  }
}

}  // namespace
}  // namespace vitrine::service
