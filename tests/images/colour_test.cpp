#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/near.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using pictures::Colour;
using pictures::look;
using pictures::Profile;

const Recipe kSmallPng{.fit = Fit::width, .width = 80, .format = Format::png};

void expect_quarters(const pictures::Looked& seen, int tolerance, const std::string& reason) {
  EXPECT_NEAR_COLOUR(seen.at(20, 15), pictures::kTopLeft, tolerance) << reason;
  EXPECT_NEAR_COLOUR(seen.at(60, 15), pictures::kTopRight, tolerance) << reason;
  EXPECT_NEAR_COLOUR(seen.at(20, 45), pictures::kBottomLeft, tolerance) << reason;
  EXPECT_NEAR_COLOUR(seen.at(60, 45), pictures::kBottomRight, tolerance) << reason;
}

TEST(Colour, IsTheSameFromEveryKindOfOriginal) {
  struct Row {
    const char* reason;
    std::string file;
    int tolerance;
  };

  // Printing inks have neither this blue nor this green.
  constexpr int kInk = 70;
  const Row rows[] = {
      {"JPEG", pictures::make_jpeg(320, 240), 3},
      {"CMYK with its profile", pictures::make_jpeg(320, 240, {.cmyk = true}), kInk},
      {"CMYK without",
       pictures::make_jpeg(320, 240, {.cmyk = true, .profile_stripped = true}),
       kInk},
      {"Display P3", pictures::make_jpeg(320, 240, {.profile = Profile::p3}), 4},
      {"a profile that is none", pictures::make_jpeg(320, 240, {.profile = Profile::broken}), 3},
      {"Display P3 PNG", pictures::make_png(320, 240, {.profile = Profile::p3}), 4},
      {"16 bit", pictures::make_png(320, 240, {.bits = 16}), 1},
      {"palette", pictures::make_png(320, 240, {.palette = true}), 1},
  };
  for (const auto& row : rows) {
    for (const bool linear : {false, true}) {
      auto recipe = kSmallPng;
      recipe.linear_light = linear;
      const auto encoded = rendered(row.file, recipe);
      ASSERT_TRUE(encoded) << row.reason << ": " << encoded.error().detail;
      const auto seen = look(encoded->bytes);
      EXPECT_EQ(seen.bands, 3) << row.reason;
      EXPECT_FALSE(seen.has_field("icc-profile-data")) << row.reason;
      expect_quarters(seen, row.tolerance, row.reason + std::string(linear ? ", linear" : ""));
    }
  }
}

TEST(Colour, OfAWideGamutOriginalIsConvertedNotJustRelabelled) {
  // Written in Display P3 the red quarter has other numbers than in sRGB.
  const auto file = pictures::make_png(32, 24, {.profile = Profile::p3});
  const auto stored = look(file).at(4, 4);
  ASSERT_FALSE(is_near(stored, pictures::kTopLeft, 10)) << testing::PrintToString(stored);
  const auto seen = look(rendered(file, {.format = Format::png})->bytes);
  EXPECT_NEAR_COLOUR(seen.at(4, 4), pictures::kTopLeft, 2);
}

TEST(Colour, StaysGreyWhereTheFormatCan) {
  struct Row {
    const char* reason;
    std::string file;
  };

  const Row rows[] = {
      {"JPEG", pictures::make_jpeg(320, 240, {.grey = true})},
      {"PNG", pictures::make_png(320, 240, {.grey = true})},
      {"16 bit PNG", pictures::make_png(320, 240, {.bits = 16, .grey = true})},
  };
  for (const auto& row : rows) {
    for (const bool linear : {false, true}) {
      for (const auto format : {Format::jpeg, Format::png}) {
        const Recipe recipe{
            .fit = Fit::width, .width = 80, .format = format, .linear_light = linear};
        const auto encoded = rendered(row.file, recipe);
        ASSERT_TRUE(encoded) << row.reason;
        const auto seen = look(encoded->bytes);
        EXPECT_EQ(seen.bands, 1) << row.reason;
        EXPECT_NEAR_COLOUR(seen.at(60, 45), (Colour{220, 220, 220}), 2) << row.reason;
      }
    }
  }
}

TEST(Colour, StaysGreyWithAlpha) {
  const std::string files[] = {
      pictures::make_png(320, 240, {.alpha = true, .grey = true}),
      pictures::make_png(320, 240, {.bits = 16, .alpha = true, .grey = true}),
  };
  for (const auto& file : files) {
    for (const bool linear : {false, true}) {
      auto recipe = kSmallPng;
      recipe.linear_light = linear;
      const auto encoded = rendered(file, recipe);
      ASSERT_TRUE(encoded) << encoded.error().detail;
      const auto seen = look(encoded->bytes);
      ASSERT_EQ(seen.bands, 2);
      EXPECT_EQ(seen.alpha_at(20, 15), 255);
      EXPECT_EQ(seen.alpha_at(20, 45), 0);
      recipe.format = Format::jpeg;
      const auto flat = look(rendered(file, recipe)->bytes);
      ASSERT_EQ(flat.bands, 1);
      EXPECT_NEAR_COLOUR(flat.at(20, 15), seen.at(20, 15), 3);
      EXPECT_NEAR_COLOUR(flat.at(20, 45), (Colour{255, 255, 255}), 2);
    }
  }
}

TEST(Colour, OfTransparentPixelsNeverBleedsIntoOthers) {
  const std::string files[] = {
      pictures::make_png(320, 240, {.alpha = true}),
      pictures::make_png(320, 240, {.bits = 16, .alpha = true}),
      pictures::make_webp(320, 240, {.alpha = true}),
  };
  for (const auto& file : files) {
    for (const bool linear : {false, true}) {
      auto recipe = kSmallPng;
      recipe.width = 81;  // no whole factor, so that the edge falls inside a pixel
      recipe.linear_light = linear;
      const auto encoded = rendered(file, recipe);
      ASSERT_TRUE(encoded) << encoded.error().detail;
      const auto seen = look(encoded->bytes);
      ASSERT_EQ(seen.bands, 4);
      for (int y = 0; y < seen.height; ++y) {
        if (seen.alpha_at(20, y) < 16) continue;
        EXPECT_NEAR_COLOUR(seen.at(20, y), pictures::kTopLeft, 8) << "row " << y;
      }
      EXPECT_EQ(seen.alpha_at(20, 10), 255);
      EXPECT_EQ(seen.alpha_at(20, 50), 0);
    }
  }
}

TEST(Colour, OfTransparentPixelsIsWhiteInJpeg) {
  for (const auto& file : {pictures::make_png(320, 240, {.alpha = true}),
                           pictures::make_png(320, 240, {.bits = 16, .alpha = true}),
                           pictures::make_webp(320, 240, {.alpha = true}),
                           pictures::make_avif(320, 240, {.alpha = true})}) {
    for (const bool linear : {false, true}) {
      const auto encoded = rendered(file, {.fit = Fit::width, .width = 80, .linear_light = linear});
      ASSERT_TRUE(encoded);
      const auto seen = look(encoded->bytes);
      EXPECT_EQ(seen.bands, 3);
      EXPECT_NEAR_COLOUR(seen.at(20, 15), pictures::kTopLeft, 6);
      EXPECT_NEAR_COLOUR(seen.at(20, 45), (Colour{255, 255, 255}), 2);
      EXPECT_NEAR_COLOUR(seen.at(60, 45), (Colour{255, 255, 255}), 2);
    }
  }
}

TEST(LinearLight, AveragesLightNotNumbers) {
  // A checkerboard of black and white pixels looks like 50 % of light: 188 in sRGB, not 128.
  const auto file = pictures::make_checkerboard(256, 256);
  const Recipe gamma{.fit = Fit::width, .width = 32, .format = Format::png};
  auto linear = gamma;
  linear.linear_light = true;
  // The short way knows nothing else.
  const auto numbers = look(rendered(file, gamma, {.planar = false})->bytes).at(16, 16);
  const auto light = look(rendered(file, linear, {.planar = false})->bytes).at(16, 16);
  const auto shorter = look(rendered(file, linear)->bytes).at(16, 16);
  EXPECT_NEAR_COLOUR(numbers, (Colour{128, 128, 128}), 3);
  EXPECT_NEAR_COLOUR(light, (Colour{188, 188, 188}), 3);
  EXPECT_NEAR_COLOUR(shorter, (Colour{188, 188, 188}), 3);
}

}  // namespace
}  // namespace vitrine::images
