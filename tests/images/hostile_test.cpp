#include "pictures/hostile.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using testing::HasSubstr;

TEST(Hostile, FilesAreRefusedWithAReasonAndSoon) {
  for (const auto& hostile : pictures::hostile_files()) {
    const auto start = std::chrono::steady_clock::now();
    const auto encoded = rendered(hostile.file, {.fit = Fit::width, .width = 50});
    const auto took = std::chrono::steady_clock::now() - start;
    ASSERT_FALSE(encoded) << hostile.name;
    EXPECT_EQ(encoded.error().kind, FailureKind::unsupported) << hostile.name;
    EXPECT_FALSE(encoded.error().public_message.empty()) << hostile.name;
    // What libvips says names its own functions; it is for the log.
    EXPECT_EQ(encoded.error().public_message.find("vips"), std::string::npos) << hostile.name;
    EXPECT_LT(took, std::chrono::seconds(2)) << hostile.name;
  }
}

TEST(Hostile, HeadersAreRefusedBeforeTheirPixelsAreMade) {
  struct Row {
    const char* reason;
    std::string file;
    const char* message;
  };

  const Row rows[] = {
      {"JPEG",
       pictures::huge_jpeg(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"PNG",
       pictures::huge_png(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"GIF",
       pictures::huge_gif(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"WebP",
       pictures::huge_webp(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"AVIF",
       pictures::huge_avif(65'500, 65'500),
       "65500x65500 = 4290250000 pixels; at most 50000000"},
      {"frames", pictures::many_frames(8, 8, 501), "501 frames; at most 500"},
      {"scans",
       pictures::with_scans(pictures::make_jpeg(64, 48, {.progressive = true}), 65),
       "65 JPEG scans; at most 64"},
  };
  for (const auto& row : rows) {
    EXPECT_LT(row.file.size(), 20'000U) << row.reason;
    const auto header = read_header(row.file, {});
    ASSERT_FALSE(header) << row.reason;
    EXPECT_EQ(header.error().kind, FailureKind::unsupported) << row.reason;
    EXPECT_THAT(header.error().public_message, HasSubstr(row.message));
    const auto encoded = rendered(row.file, {.fit = Fit::width, .width = 50});
    ASSERT_FALSE(encoded) << row.reason;
    EXPECT_THAT(encoded.error().public_message, HasSubstr(row.message));
  }
}

TEST(Hostile, LimitsAreMetExactly) {
  Limits limits;
  limits.pixels_max = 640ULL * 480;
  limits.jpeg_scans_max = 10;
  const auto fits = pictures::make_jpeg(640, 480, {.progressive = true});
  EXPECT_TRUE(rendered(fits, {.fit = Fit::width, .width = 50}, limits));
  EXPECT_FALSE(rendered(pictures::make_jpeg(641, 480), {.fit = Fit::width, .width = 50}, limits));
  limits.jpeg_scans_max = 9;
  EXPECT_FALSE(rendered(fits, {.fit = Fit::width, .width = 50}, limits));
}

// Cuts at every length and damage at every place: a failure or a picture, whatever libvips makes of
// it.
TEST(Hostile, DamageAnywhereIsAFailureOrAPicture) {
  struct Row {
    const char* name;
    std::string file;
  };

  const Row rows[] = {
      {"JPEG", pictures::make_jpeg(48, 32, {.copyright = "x"})},
      {"progressive JPEG", pictures::make_jpeg(48, 32, {.progressive = true})},
      {"PNG", pictures::make_png(48, 32, {.alpha = true})},
      {"WebP", pictures::make_webp(48, 32, {.frames = 2})},
      {"GIF", pictures::make_gif(48, 32, {.frames = 2})},
      {"AVIF", pictures::make_avif(48, 32)},
  };
  for (const auto& row : rows) {
    const std::size_t step = std::max<std::size_t>(1, row.file.size() / 150);
    for (std::size_t at = 0; at < row.file.size(); at += step) {
      auto damaged = row.file;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x5a);
      const auto encoded =
          rendered(damaged, {.fit = Fit::width, .width = 20, .format = Format::webp});
      if (encoded) {
        EXPECT_FALSE(encoded->bytes.empty()) << row.name << at;
      } else {
        EXPECT_EQ(encoded.error().kind, FailureKind::unsupported) << row.name << at;
      }
    }
  }
}

TEST(Hostile, DamagedScansOfAPhotographDoNotStopTheServer) {
  const auto photo = pictures::make_jpeg(640, 480, {.detailed = true});
  const auto progressive = pictures::make_jpeg(640, 480, {.progressive = true, .detailed = true});
  for (const auto& file : {pictures::corrupt_scan(photo), pictures::corrupt_scan(progressive)}) {
    const auto encoded = rendered(file, {.fit = Fit::width, .width = 50});
    if (encoded) EXPECT_EQ(encoded->width, 50U);
  }
  EXPECT_TRUE(rendered(photo, {.fit = Fit::width, .width = 50})) << "the next picture is fine";
}

TEST(Hostile, WarningsOfLibvipsAreCountedAndNotPrinted) {
  const auto before = library().dropped_warnings();
  testing::internal::CaptureStderr();
  const auto photo = pictures::make_jpeg(640, 480, {.detailed = true});
  rendered(pictures::corrupt_scan(photo), {.fit = Fit::width, .width = 50});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_GT(library().dropped_warnings(), before);
}

}  // namespace
}  // namespace vitrine::images
