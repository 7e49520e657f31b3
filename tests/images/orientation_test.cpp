// The eight orientations of EXIF, pixel by pixel, against the definition in the standard: where the
// stored row 0 and the stored column 0 are on the picture that people see.
#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/near.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

constexpr int kWidth = 64;
constexpr int kHeight = 48;

struct Place {
  int x;
  int y;
};

// Where the pixel that people see at x,y is stored.
Place stored_place(int orientation, Place seen) {
  switch (orientation) {
    case 2:  // row 0 top, column 0 right
      return {kWidth - 1 - seen.x, seen.y};
    case 3:  // bottom, right
      return {kWidth - 1 - seen.x, kHeight - 1 - seen.y};
    case 4:  // bottom, left
      return {seen.x, kHeight - 1 - seen.y};
    case 5:  // left, top
      return {seen.y, seen.x};
    case 6:  // right, top
      return {seen.y, kHeight - 1 - seen.x};
    case 7:  // right, bottom
      return {kWidth - 1 - seen.y, kHeight - 1 - seen.x};
    case 8:  // left, bottom
      return {kWidth - 1 - seen.y, seen.x};
    default:
      return seen;
  }
}

TEST(Orientation, IsAppliedPixelByPixel) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto file = pictures::make_webp(kWidth, kHeight, {.orientation = orientation});
    const auto stored = pictures::look(file);
    const auto encoded = rendered(file, {.format = Format::png});
    ASSERT_TRUE(encoded) << orientation;
    const auto seen = pictures::look(encoded->bytes);
    const bool turned = orientation >= 5;
    ASSERT_EQ(seen.width, turned ? kHeight : kWidth) << orientation;
    ASSERT_EQ(seen.height, turned ? kWidth : kHeight) << orientation;
    for (int y = 0; y < seen.height; ++y) {
      for (int x = 0; x < seen.width; ++x) {
        const auto place = stored_place(orientation, {x, y});
        ASSERT_EQ(seen.at(x, y), stored.at(place.x, place.y))
            << orientation << ": " << x << "," << y;
      }
    }
  }
}

TEST(Orientation, IsAppliedBeforeTheCropAndAfterTheResize) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto file = pictures::make_jpeg(800, 400, {.orientation = orientation});
    const Recipe recipe{.fit = Fit::cover, .width = 60, .height = 40, .format = Format::png};
    const auto encoded = rendered(file, recipe);
    ASSERT_TRUE(encoded) << orientation;
    const auto upright = rendered(file, {.format = Format::png});
    ASSERT_TRUE(upright);
    const auto small = pictures::look(encoded->bytes);
    const auto large = pictures::look(upright->bytes);
    ASSERT_EQ(small.width, 60);
    ASSERT_EQ(small.height, 40);
    for (const Place corner : {Place{5, 5}, Place{54, 5}, Place{5, 34}, Place{54, 34}}) {
      const int x = corner.x < 30 ? 10 : large.width - 11;
      const int y = corner.y < 20 ? 10 : large.height - 11;
      EXPECT_NEAR_COLOUR(small.at(corner.x, corner.y), large.at(x, y), 4) << orientation;
    }
  }
}

TEST(Orientation, OutsideOfOneToEightIsNone) {
  for (const int orientation : {9, 15, 255}) {
    const auto file = pictures::make_jpeg(64, 48, {.orientation = orientation});
    const auto encoded = rendered(file, {.format = Format::png});
    ASSERT_TRUE(encoded) << orientation;
    EXPECT_EQ(encoded->width, 64U);
    EXPECT_EQ(encoded->height, 48U);
  }
}

}  // namespace
}  // namespace vitrine::images
