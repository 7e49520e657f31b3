#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/near.h"
#include "pictures/hostile.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using testing::ElementsAre;

// Frame i of a result `width` wide and `height` high.
void expect_frames(const pictures::Looked& seen, int width, int height, int frames, int tolerance) {
  ASSERT_EQ(seen.frames, frames);
  ASSERT_EQ(seen.width, width);
  ASSERT_EQ(seen.height, height * frames);
  for (int frame = 0; frame < frames; ++frame) {
    const int middle = frame * height + height / 2;
    EXPECT_NEAR_COLOUR(seen.at(width / 4, middle), pictures::frame_colour(frame), tolerance)
        << frame;
    EXPECT_NEAR_COLOUR(seen.at(width * 3 / 4, middle), pictures::kTopRight, tolerance) << frame;
    // Frames do not bleed into each other: the first and the last row are of the frame's own
    // colour.
    EXPECT_NEAR_COLOUR(
        seen.at(width / 4, frame * height), pictures::frame_colour(frame), tolerance);
    EXPECT_NEAR_COLOUR(
        seen.at(width / 4, frame * height + height - 1), pictures::frame_colour(frame), tolerance);
  }
}

struct Moving {
  const char* name;
  std::string file;
};

std::vector<Moving> moving_originals() {
  return {{"GIF", pictures::make_gif(200, 100, {.frames = 4, .delay_ms = 70, .loop = 3})},
          {"WebP", pictures::make_webp(200, 100, {.frames = 4, .delay_ms = 70, .loop = 3})}};
}

TEST(Animation, KeepsFramesDelaysAndLoop) {
  for (const auto& original : moving_originals()) {
    for (const auto format : {Format::gif, Format::webp}) {
      const Recipe recipe{.fit = Fit::width, .width = 100, .format = format, .quality = 90};
      const auto encoded = rendered(original.file, recipe);
      ASSERT_TRUE(encoded) << original.name << ": " << encoded.error().detail;
      EXPECT_EQ(encoded->height, 50U);
      const auto seen = pictures::look(encoded->bytes);
      SCOPED_TRACE(std::string(original.name) + " to " + std::string(extension_of(format)));
      expect_frames(seen, 100, 50, 4, 12);
      EXPECT_THAT(seen.delays, ElementsAre(70, 80, 90, 100));
      EXPECT_EQ(seen.loop, 3);
    }
  }
}

TEST(Animation, CutsEveryFrameForItself) {
  for (const auto& original : moving_originals()) {
    for (const auto format : {Format::gif, Format::webp}) {
      const Recipe recipe{
          .fit = Fit::cover, .width = 40, .height = 40, .format = format, .quality = 90};
      const auto encoded = rendered(original.file, recipe);
      ASSERT_TRUE(encoded);
      SCOPED_TRACE(std::string(original.name) + " to " + std::string(extension_of(format)));
      expect_frames(pictures::look(encoded->bytes), 40, 40, 4, 12);
    }
  }
}

TEST(Animation, IsItsFirstFrameWhereNothingMoves) {
  for (const auto& original : moving_originals()) {
    for (const auto format : {Format::jpeg, Format::png, Format::avif}) {
      const Recipe recipe{.fit = Fit::width, .width = 100, .format = format, .quality = 90};
      const auto encoded = rendered(original.file, recipe);
      ASSERT_TRUE(encoded) << original.name;
      const auto seen = pictures::look(encoded->bytes);
      EXPECT_EQ(seen.height, 50);
      EXPECT_NEAR_COLOUR(seen.at(25, 25), pictures::frame_colour(0), 12) << extension_of(format);
    }
  }
}

TEST(Animation, OfOneFrameIsAPicture) {
  const auto encoded = rendered(pictures::make_gif(64, 48), {.format = Format::webp});
  ASSERT_TRUE(encoded);
  const auto seen = pictures::look(encoded->bytes);
  EXPECT_EQ(seen.frames, 1);
  EXPECT_TRUE(seen.delays.empty());
}

TEST(Animation, OfManyFramesIsTakenUpToTheLimit) {
  Limits limits;
  limits.frames_max = 60;
  const Recipe recipe{.fit = Fit::width, .width = 4, .format = Format::gif};
  const auto most = rendered(pictures::many_frames(8, 8, 60), recipe, limits);
  ASSERT_TRUE(most) << most.error().detail;
  EXPECT_EQ(pictures::look(most->bytes).frames, 60);

  const auto more = rendered(pictures::many_frames(8, 8, 61), recipe, limits);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, FailureKind::unsupported);
  EXPECT_THAT(more.error().public_message, testing::HasSubstr("61 frames; at most 60"));
}

TEST(Animation, WithAlphaKeepsItsHoles) {
  const auto file = pictures::make_webp(64, 48, {.alpha = true});
  const auto encoded = rendered(file, {.fit = Fit::width, .width = 32, .format = Format::gif});
  ASSERT_TRUE(encoded);
  const auto seen = pictures::look(encoded->bytes);
  EXPECT_EQ(seen.alpha_at(8, 4), 255);
  EXPECT_EQ(seen.alpha_at(8, 20), 0);
}

}  // namespace
}  // namespace vitrine::images
