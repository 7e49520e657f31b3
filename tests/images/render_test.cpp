#include "images/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/near.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using pictures::look;

struct Original {
  const char* name;
  std::string file;
};

// All 240x180.
std::vector<Original> originals() {
  return {
      {"JPEG", pictures::make_jpeg(240, 180)},
      {"progressive JPEG", pictures::make_jpeg(240, 180, {.progressive = true})},
      {"grey JPEG", pictures::make_jpeg(240, 180, {.grey = true})},
      {"CMYK JPEG", pictures::make_jpeg(240, 180, {.cmyk = true})},
      {"PNG", pictures::make_png(240, 180)},
      {"interlaced PNG", pictures::make_png(240, 180, {.interlaced = true})},
      {"palette PNG", pictures::make_png(240, 180, {.palette = true})},
      {"16 bit PNG", pictures::make_png(240, 180, {.bits = 16})},
      {"PNG with alpha", pictures::make_png(240, 180, {.alpha = true})},
      {"16 bit PNG with alpha", pictures::make_png(240, 180, {.bits = 16, .alpha = true})},
      {"grey PNG", pictures::make_png(240, 180, {.grey = true})},
      {"WebP", pictures::make_webp(240, 180)},
      {"lossy WebP with alpha", pictures::make_webp(240, 180, {.alpha = true, .lossless = false})},
      {"moving WebP", pictures::make_webp(240, 180, {.frames = 3})},
      {"AVIF", pictures::make_avif(240, 180)},
      {"AVIF with alpha", pictures::make_avif(240, 180, {.alpha = true})},
      {"GIF", pictures::make_gif(240, 180)},
      {"moving GIF", pictures::make_gif(240, 180, {.frames = 3})},
  };
}

struct SizeRow {
  Recipe recipe;
  int width;
  int height;
};

const SizeRow kSizes[] = {
    {{.fit = Fit::full_size}, 240, 180},
    {{.fit = Fit::width, .width = 100}, 100, 75},
    {{.fit = Fit::width, .width = 500}, 240, 180},
    {{.fit = Fit::width, .width = 300, .enlarge = true}, 300, 225},
    {{.fit = Fit::height, .height = 31}, 41, 31},
    {{.fit = Fit::cover, .width = 64, .height = 64}, 64, 64},
    {{.fit = Fit::cover, .width = 37, .height = 91}, 37, 91},
    {{.fit = Fit::cover, .width = 400, .height = 400}, 180, 180},
    {{.fit = Fit::cover, .width = 1, .height = 1}, 1, 1},
    {{.fit = Fit::width, .width = 90, .linear_light = true}, 90, 68},
};

TEST(Render, GivesEverySizeOfEveryOriginalInEveryFormat) {
  for (const auto& original : originals()) {
    for (const auto format : {Format::jpeg, Format::png, Format::webp, Format::avif, Format::gif}) {
      for (auto row : kSizes) {
        row.recipe.format = format;
        const auto name = std::string(original.name) + " to " + canonical_name(row.recipe);
        const auto encoded = rendered(original.file, row.recipe);
        ASSERT_TRUE(encoded) << name << ": " << encoded.error().detail;
        EXPECT_EQ(encoded->format, format) << name;
        EXPECT_EQ(static_cast<int>(encoded->width), row.width) << name;
        EXPECT_EQ(static_cast<int>(encoded->height), row.height) << name;

        const auto header = read_header(encoded->bytes, {});
        ASSERT_TRUE(header) << name;
        EXPECT_EQ(header->content_type, content_type(format)) << name;
        EXPECT_EQ(static_cast<int>(header->width), row.width) << name;
        EXPECT_EQ(static_cast<int>(header->height), row.height) << name;
      }
    }
  }
}

TEST(Render, KeepsEveryQuarterInItsPlaceAndColour) {
  for (const auto& original : {pictures::make_jpeg(1600, 1200),
                               pictures::make_png(400, 300),
                               pictures::make_webp(400, 300),
                               pictures::make_avif(400, 300),
                               pictures::make_gif(400, 300)}) {
    for (const auto format : {Format::jpeg, Format::png, Format::webp, Format::avif, Format::gif}) {
      const Recipe recipe{.fit = Fit::width, .width = 100, .format = format, .quality = 90};
      const auto encoded = rendered(original, recipe);
      ASSERT_TRUE(encoded);
      const auto seen = look(encoded->bytes);
      EXPECT_NEAR_COLOUR(seen.at(20, 15), pictures::kTopLeft, 6) << extension_of(format);
      EXPECT_NEAR_COLOUR(seen.at(80, 15), pictures::kTopRight, 6) << extension_of(format);
      EXPECT_NEAR_COLOUR(seen.at(20, 60), pictures::kBottomLeft, 6) << extension_of(format);
      EXPECT_NEAR_COLOUR(seen.at(80, 60), pictures::kBottomRight, 6) << extension_of(format);
    }
  }
}

TEST(Render, CutsCoverFromTheMiddle) {
  const auto original = pictures::make_png(400, 100);
  const Recipe recipe{.fit = Fit::cover, .width = 40, .height = 40, .format = Format::png};
  const auto seen = look(rendered(original, recipe)->bytes);
  EXPECT_NEAR_COLOUR(seen.at(5, 5), pictures::kTopLeft, 2);
  EXPECT_NEAR_COLOUR(seen.at(34, 5), pictures::kTopRight, 2);
  EXPECT_NEAR_COLOUR(seen.at(5, 34), pictures::kBottomLeft, 2);
  EXPECT_NEAR_COLOUR(seen.at(34, 34), pictures::kBottomRight, 2);
}

TEST(Render, IsPixelExactWhereNothingIsToBeDone) {
  const auto original = pictures::make_png(37, 23);
  const auto encoded = rendered(original, {.format = Format::png});
  ASSERT_TRUE(encoded);
  EXPECT_EQ(look(encoded->bytes).samples, look(original).samples);
}

TEST(Render, GivesTheSameBytesEveryTime) {
  const auto original = pictures::make_jpeg(800, 600, {.detailed = true});
  for (const auto format : {Format::jpeg, Format::png, Format::webp, Format::avif, Format::gif}) {
    const Recipe recipe{.fit = Fit::width, .width = 200, .format = format};
    const auto first = rendered(original, recipe);
    const auto second = rendered(original, recipe);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->bytes, second->bytes) << extension_of(format);
  }
}

TEST(Render, SpendsMoreBytesOnMoreQuality) {
  const auto original = pictures::make_jpeg(400, 300, {.detailed = true});
  for (const auto format : {Format::jpeg, Format::webp, Format::avif}) {
    std::size_t before = 0;
    for (const int quality : {1, 40, 80, 100}) {
      const auto encoded = rendered(original, {.format = format, .quality = quality});
      ASSERT_TRUE(encoded);
      EXPECT_GT(encoded->bytes.size(), before) << extension_of(format) << quality;
      before = encoded->bytes.size();
    }
  }
}

TEST(Render, WritesLargeJpegsProgressivelyAndSmallOnesNot) {
  const auto original = pictures::make_jpeg(800, 600);
  const auto large = rendered(original, {.fit = Fit::width, .width = 500});
  const auto small = rendered(original, {.fit = Fit::width, .width = 100});
  ASSERT_TRUE(large && small);
  EXPECT_TRUE(look(large->bytes).progressive);
  EXPECT_FALSE(look(small->bytes).progressive);
}

TEST(Render, LeavesMetadataBehind) {
  const auto original = pictures::make_jpeg(400,
                                            300,
                                            {.orientation = 3,
                                             .profile = pictures::Profile::p3,
                                             .copyright = "(c) Jane",
                                             .artist = "Jane"});
  for (const auto format : {Format::jpeg, Format::png, Format::webp, Format::avif}) {
    const auto encoded = rendered(original, {.fit = Fit::width, .width = 100, .format = format});
    ASSERT_TRUE(encoded);
    const auto seen = look(encoded->bytes);
    for (const auto& field : seen.fields) {
      EXPECT_FALSE(field.starts_with("exif-")) << extension_of(format) << field;
      EXPECT_NE(field, "icc-profile-data") << extension_of(format);
      EXPECT_NE(field, "xmp-data") << extension_of(format);
    }
    EXPECT_EQ(encoded->bytes.find("Jane"), std::string::npos) << extension_of(format);
  }
}

TEST(Render, KeepsTheCopyrightWhenAskedAndNothingElse) {
  const auto original = pictures::make_jpeg(
      400, 300, {.orientation = 6, .copyright = "(c) 2024 Jane (all rights)", .artist = "Jane"});
  for (const auto format : {Format::jpeg, Format::png, Format::webp, Format::avif}) {
    const auto encoded = rendered(
        original, {.fit = Fit::width, .width = 100, .format = format, .keep_copyright = true});
    ASSERT_TRUE(encoded);
    const auto seen = look(encoded->bytes);
    EXPECT_EQ(seen.copyright, "(c) 2024 Jane (all rights)") << extension_of(format);
    EXPECT_EQ(seen.artist, "Jane") << extension_of(format);
    EXPECT_EQ(seen.height, 133) << "turned once, not twice: " << extension_of(format);
    const auto again = read_header(encoded->bytes, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->height, 133U) << "the turn is not written again: " << extension_of(format);

    // And from there on, too.
    const auto second = rendered(encoded->bytes, {.keep_copyright = true});
    ASSERT_TRUE(second);
    EXPECT_EQ(pictures::look(second->bytes).copyright, seen.copyright) << extension_of(format);
    EXPECT_EQ(pictures::look(second->bytes).artist, "Jane") << extension_of(format);
  }
}

TEST(Render, AddsNoMetadataWhenThereIsNoCopyrightToKeep) {
  const auto original = pictures::make_jpeg(400, 300);
  const auto plain = rendered(original, {.fit = Fit::width, .width = 100});
  const auto kept = rendered(original, {.fit = Fit::width, .width = 100, .keep_copyright = true});
  ASSERT_TRUE(plain && kept);
  EXPECT_EQ(plain->bytes, kept->bytes);
}

TEST(ReadHeader, TellsSizeFramesAndTypeAsPeopleSeeThem) {
  struct Row {
    const char* reason;
    std::string file;
    Header header;
  };

  const Row rows[] = {
      {"JPEG", pictures::make_jpeg(37, 23), {37, 23, 1, "image/jpeg"}},
      {"turned JPEG", pictures::make_jpeg(37, 23, {.orientation = 8}), {23, 37, 1, "image/jpeg"}},
      {"turned WebP", pictures::make_webp(37, 23, {.orientation = 6}), {23, 37, 1, "image/webp"}},
      {"PNG", pictures::make_png(37, 23), {37, 23, 1, "image/png"}},
      {"WebP of 4 frames", pictures::make_webp(36, 24, {.frames = 4}), {36, 24, 4, "image/webp"}},
      {"AVIF", pictures::make_avif(37, 23), {37, 23, 1, "image/avif"}},
      {"GIF of 5 frames", pictures::make_gif(36, 24, {.frames = 5}), {36, 24, 5, "image/gif"}},
  };
  for (const auto& row : rows) {
    const auto header = read_header(row.file, {});
    ASSERT_TRUE(header) << row.reason;
    EXPECT_EQ(header->width, row.header.width) << row.reason;
    EXPECT_EQ(header->height, row.header.height) << row.reason;
    EXPECT_EQ(header->frames, row.header.frames) << row.reason;
    EXPECT_EQ(header->content_type, row.header.content_type) << row.reason;
  }
}

}  // namespace
}  // namespace vitrine::images
