// Damaged originals, refused or shown as well as they can be.
#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "pictures/hostile.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

Result<Encoded> rendered_with(std::string_view original, Corrupt corrupt) {
  Limits limits;
  limits.corrupt = corrupt;
  return rendered(original, {.fit = Fit::width, .width = 80, .format = Format::png}, limits);
}

// So large that its first half has more than a block of zlib.
std::string noisy_png() {
  const auto photo = pictures::make_jpeg(320, 240, {.detailed = true});
  return rendered(photo, {.format = Format::png})->bytes;
}

TEST(Corrupt, FilesThatEndEarlyAreShownWhereThatIsWanted) {
  struct Row {
    const char* reason;
    std::string file;
  };

  const Row rows[] = {
      {"JPEG", pictures::make_jpeg(320, 240, {.detailed = true})},
      {"progressive JPEG", pictures::make_jpeg(320, 240, {.progressive = true, .detailed = true})},
      {"PNG", noisy_png()},
  };
  for (const auto& row : rows) {
    const auto half = pictures::truncated(row.file, row.file.size() * 6 / 10);
    EXPECT_FALSE(rendered_with(half, Corrupt::refuse)) << row.reason;
    EXPECT_FALSE(rendered_with(half, Corrupt::refuse_cut)) << row.reason;
    const auto shown = rendered_with(half, Corrupt::best_effort);
    ASSERT_TRUE(shown) << row.reason << ": " << shown.error().detail;
    EXPECT_TRUE(shown->cut) << row.reason;
    const auto seen = pictures::look(shown->bytes);
    EXPECT_EQ(seen.width, 80) << row.reason;
    EXPECT_EQ(seen.height, 60) << row.reason;
    EXPECT_NEAR(seen.at(10, 8).red, pictures::kTopLeft.red, 60) << row.reason << ": its beginning";

    const auto whole = rendered_with(row.file, Corrupt::best_effort);
    ASSERT_TRUE(whole) << row.reason;
    EXPECT_FALSE(whole->cut) << row.reason;
  }
}

TEST(Corrupt, FilesThatEndBeforeTheirPixelsAreNoPictures) {
  const auto jpeg = pictures::make_jpeg(320, 240);
  const auto png = pictures::make_png(320, 240);
  for (const auto& file : {jpeg, png}) {
    for (const std::size_t keep : {0U, 1U, 10U, 30U}) {
      EXPECT_FALSE(rendered_with(pictures::truncated(file, keep), Corrupt::best_effort)) << keep;
    }
  }
  EXPECT_FALSE(
      rendered_with(pictures::truncated(pictures::make_gif(320, 240), 300), Corrupt::best_effort));
}

TEST(Corrupt, CutsAnywhereAreAFailureOrAPicture) {
  for (const auto& file : {pictures::make_jpeg(48, 32),
                           pictures::make_jpeg(48, 32, {.progressive = true}),
                           pictures::make_png(48, 32)}) {
    for (std::size_t keep = 0; keep < file.size(); keep += 7) {
      const auto shown = rendered_with(pictures::truncated(file, keep), Corrupt::best_effort);
      if (shown) EXPECT_TRUE(shown->cut) << keep;
    }
  }
}

TEST(Corrupt, ScansOfWrongBitsAreRefusedWhereThatIsWanted) {
  const auto photo = pictures::make_jpeg(640, 480, {.detailed = true});
  const auto damaged = pictures::corrupt_scan(photo);
  EXPECT_FALSE(rendered_with(damaged, Corrupt::refuse));
  EXPECT_TRUE(rendered_with(damaged, Corrupt::refuse_cut));
  EXPECT_TRUE(rendered_with(damaged, Corrupt::best_effort));
  EXPECT_TRUE(rendered_with(photo, Corrupt::refuse));
}

}  // namespace
}  // namespace vitrine::images
