#include "images/webp_file.h"

#include <gtest/gtest.h>

#include "images/survey/survey.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

// libvips writes EXIF into each of these.
TEST(WebpFile, LosesItsExifAndNothingElse) {
  struct Row {
    const char* reason;
    pictures::WebpOptions options;
  };

  const Row rows[] = {
      {"lossless", {}},
      {"lossy", {.lossless = false}},
      {"lossy with alpha", {.alpha = true, .lossless = false}},
      {"moving", {.frames = 3}},
  };
  for (const auto& row : rows) {
    const auto file = pictures::make_webp(36, 24, row.options);
    ASSERT_NE(file.find("EXIF"), std::string::npos) << row.reason;
    const auto without = without_exif(file);
    EXPECT_EQ(without.find("EXIF"), std::string::npos) << row.reason;
    EXPECT_LT(without.size() + 100, file.size()) << row.reason;

    const auto found = survey(without);
    ASSERT_TRUE(found) << row.reason << found.error().detail;
    EXPECT_EQ(found->width, 36U) << row.reason;
    const auto seen = pictures::look(without);
    EXPECT_EQ(seen.samples, pictures::look(file).samples) << row.reason;
    EXPECT_EQ(seen.frames, row.options.frames) << row.reason;
    for (const auto& field : seen.fields) EXPECT_FALSE(field.starts_with("exif-")) << row.reason;
  }
}

TEST(WebpFile, IsSimpleAgainWhenNothingIsLeftToExtend) {
  EXPECT_EQ(without_exif(pictures::make_webp(36, 24)).find("VP8X"), std::string::npos);
  EXPECT_NE(without_exif(pictures::make_webp(36, 24, {.frames = 2})).find("VP8X"),
            std::string::npos);
}

TEST(WebpFile, ComesBackAsItWasWhenItIsNotSound) {
  const auto file = pictures::make_webp(36, 24);
  for (const auto& odd : {std::string(),
                          std::string("RIFF"),
                          file.substr(0, file.size() - 3),
                          std::string("RIFF\x0c\0\0\0WEBPEXIF\0\0\0\0", 20)}) {
    EXPECT_EQ(without_exif(odd), odd);
  }
}

}  // namespace
}  // namespace vitrine::images
