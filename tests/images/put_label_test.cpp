// Labels on pictures: where they are, how large, and that nothing else changes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "images/label.h"
#include "images/library_environment.h"
#include "images/near.h"
#include "images/plan.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using pictures::look;

constexpr Format kFormats[] = {Format::jpeg, Format::png, Format::webp, Format::avif, Format::gif};
constexpr Size kBadge{200, 49};

TEST(PlaceLabel, IsInTheCornerAndFollowsTheWidth) {
  struct Row {
    const char* reason;
    Size picture;
    Size label;
    std::optional<Box> place;
  };

  const Row rows[] = {
      {"30 % of the width", {500, 400}, kBadge, Box{15, 15, {150, 37}}},
      {"at most 200 wide", {1000, 800}, kBadge, Box{30, 30, {200, 49}}},
      {"at most 200 wide on a huge one", {8000, 6000}, kBadge, Box{240, 240, {200, 49}}},
      {"at least 48 wide", {100, 100}, kBadge, Box{3, 3, {48, 12}}},
      {"narrowest picture", {64, 64}, kBadge, Box{2, 2, {48, 12}}},
      {"too narrow", {63, 1000}, kBadge, std::nullopt},
      {"one pixel", {1, 1}, kBadge, std::nullopt},
      {"low: smaller, with its margin below", {1000, 90}, kBadge, Box{30, 30, {122, 30}}},
      {"too low", {1000, 70}, kBadge, std::nullopt},
      {"lower than its margins", {4000, 100}, kBadge, std::nullopt},
      {"a counter keeps its shape", {600, 400}, {106, 28}, Box{18, 18, {180, 48}}},
      {"a long counter would be too low", {300, 400}, {400, 28}, std::nullopt},
  };
  for (const auto& row : rows)
    EXPECT_EQ(place_label(row.picture, row.label), row.place) << row.reason;
}

TEST(PlaceLabel, NeverLeavesThePicture) {
  for (const Size label : {kBadge, Size{28, 28}, Size{106, 28}, Size{650, 28}}) {
    for (std::uint32_t width = 1; width < 1200; width += 7) {
      for (std::uint32_t height = 1; height < 300; height += 3) {
        const auto place = place_label({width, height}, label);
        if (!place) continue;
        ASSERT_LE(place->left + place->size.width + place->left, width);
        ASSERT_LE(place->top + place->size.height + place->top, height);
        ASSERT_GE(place->size.width, 48U);
        ASSERT_LE(place->size.width, 200U);
      }
    }
  }
}

TEST(PutLabel, LeavesTheRestOfThePlanAsItWas) {
  const Source photograph{.size = {4000, 3000}, .luma_step = 2};
  Recipe recipe{.fit = Fit::width, .width = 500};
  const auto plain = make_plan(recipe, photograph, {});
  recipe.label = hot_label();
  const auto labelled = make_plan(recipe, photograph, {});
  ASSERT_TRUE(plain && labelled);
  EXPECT_FALSE(plain->label_place);
  EXPECT_EQ(labelled->label_place, (Box{15, 15, {150, 37}}));
  EXPECT_EQ(labelled->load_shrink, plain->load_shrink);
  EXPECT_EQ(labelled->scans, plain->scans);
  EXPECT_EQ(labelled->crop, plain->crop);
  EXPECT_EQ(labelled->encoding.quality, plain->encoding.quality);
}

TEST(PutLabel, TakesColoursToAGreyPicture) {
  const Source grey{.size = {400, 300}, .is_grey = true};
  EXPECT_TRUE(make_plan({}, grey, {})->grey);
  EXPECT_FALSE(make_plan({.label = hot_label()}, grey, {})->grey);
  const Source narrow{.size = {40, 300}, .is_grey = true};
  EXPECT_TRUE(make_plan({.label = hot_label()}, narrow, {})->grey);
}

struct Original {
  const char* name;
  std::string file;
};

// All 400x300.
std::vector<Original> originals() {
  return {{"JPEG", pictures::make_jpeg(400, 300)},
          {"grey JPEG", pictures::make_jpeg(400, 300, {.grey = true})},
          {"CMYK JPEG", pictures::make_jpeg(400, 300, {.cmyk = true})},
          {"turned JPEG", pictures::make_jpeg(300, 400, {.orientation = 6})},
          {"PNG", pictures::make_png(400, 300)},
          {"PNG with alpha", pictures::make_png(400, 300, {.alpha = true})},
          {"grey PNG", pictures::make_png(400, 300, {.grey = true})},
          {"grey PNG with alpha", pictures::make_png(400, 300, {.alpha = true, .grey = true})},
          {"16 bit PNG", pictures::make_png(400, 300, {.bits = 16})},
          {"WebP", pictures::make_webp(400, 300)},
          {"GIF", pictures::make_gif(400, 300)}};
}

bool is_in(const Box& box, int x, int y) {
  const auto left = static_cast<int>(box.left);
  const auto top = static_cast<int>(box.top);
  return x >= left && y >= top && x < left + static_cast<int>(box.size.width) &&
         y < top + static_cast<int>(box.size.height);
}

TEST(PutLabel, ChangesNothingButItsCorner) {
  const Box place{12, 12, {120, 29}};
  for (const auto& original : originals()) {
    for (const bool linear : {false, true}) {
      Recipe recipe{.fit = Fit::width, .width = 400, .format = Format::png, .linear_light = linear};
      const auto plain = look(rendered(original.file, recipe)->bytes);
      recipe.label = popular_label();
      const auto encoded = rendered(original.file, recipe);
      ASSERT_TRUE(encoded) << original.name << encoded.error().detail;
      const auto seen = look(encoded->bytes);
      ASSERT_EQ(seen.width, plain.width);
      ASSERT_EQ(seen.height, plain.height);
      int changed = 0;
      for (int y = 0; y < seen.height; ++y) {
        for (int x = 0; x < seen.width; ++x) {
          const bool same =
              seen.at(x, y) == plain.at(x, y) && seen.alpha_at(x, y) == plain.alpha_at(x, y);
          if (is_in(place, x, y)) {
            changed += same ? 0 : 1;
          } else {
            ASSERT_TRUE(same) << original.name << " at " << x << ", " << y;
          }
        }
      }
      // All of it but the corners of the pill.
      EXPECT_GT(changed, 120 * 29 * 90 / 100) << original.name;
      EXPECT_NEAR_COLOUR(seen.at(12 + 10, 12 + 14), (pictures::Colour{109, 40, 217}), 0);
      EXPECT_EQ(seen.at(12, 12), plain.at(12, 12)) << "a corner of the pill: " << original.name;
    }
  }
}

TEST(PutLabel, IsThereInEveryFormat) {
  for (const auto& original : originals()) {
    for (const auto format : kFormats) {
      const Recipe recipe{.fit = Fit::cover,
                          .width = 300,
                          .height = 300,
                          .format = format,
                          .quality = 95,
                          .label = hot_label()};
      const auto encoded = rendered(original.file, recipe);
      ASSERT_TRUE(encoded) << original.name << extension_of(format) << encoded.error().detail;
      const auto seen = look(encoded->bytes);
      EXPECT_EQ(seen.width, 300);
      EXPECT_EQ(seen.height, 300);
      // 9 from the corner, 90 x 22.
      EXPECT_NEAR_COLOUR(seen.at(9 + 12, 9 + 11), (pictures::Colour{207, 34, 46}), 20)
          << original.name << extension_of(format);
      EXPECT_NEAR_COLOUR(seen.at(9 + 78, 9 + 11), (pictures::Colour{207, 34, 46}), 20)
          << original.name << extension_of(format);
    }
  }
}

TEST(PutLabel, IsOnEveryFrame) {
  for (const auto& original :
       {pictures::make_gif(300, 150, {.frames = 5, .delay_ms = 70, .loop = 3}),
        pictures::make_webp(300, 150, {.frames = 5, .delay_ms = 70, .loop = 3})}) {
    for (const auto format : {Format::gif, Format::webp}) {
      const Recipe recipe{.fit = Fit::width,
                          .width = 200,
                          .format = format,
                          .quality = 95,
                          .label = popular_label()};
      const auto encoded = rendered(original, recipe);
      ASSERT_TRUE(encoded) << encoded.error().detail;
      const auto seen = look(encoded->bytes);
      ASSERT_EQ(seen.frames, 5);
      ASSERT_EQ(seen.height, 5 * 100);
      EXPECT_THAT(seen.delays, testing::ElementsAre(70, 80, 90, 100, 110));
      for (int frame = 0; frame < 5; ++frame) {
        // 6 from the corner, 60 x 15.
        EXPECT_NEAR_COLOUR(
            seen.at(6 + 7, frame * 100 + 6 + 7), (pictures::Colour{109, 40, 217}), 25)
            << extension_of(format) << frame;
        EXPECT_NEAR_COLOUR(seen.at(50, frame * 100 + 60), pictures::frame_colour(frame), 12);
      }
    }
  }
}

TEST(PutLabel, IsLeftOutOfTinyPictures) {
  const auto original = pictures::make_png(400, 300);
  for (const std::uint32_t width : {1U, 16U, 63U}) {
    Recipe recipe{.fit = Fit::width, .width = width, .format = Format::png};
    const auto plain = rendered(original, recipe);
    recipe.label = popular_label();
    const auto labelled = rendered(original, recipe);
    ASSERT_TRUE(plain && labelled);
    EXPECT_EQ(labelled->bytes, plain->bytes) << width;
  }
  Recipe recipe{.fit = Fit::width, .width = 64, .format = Format::png};
  const auto plain = rendered(original, recipe);
  recipe.label = popular_label();
  EXPECT_NE(rendered(original, recipe)->bytes, plain->bytes);
}

TEST(PutLabel, CanBeACounter) {
  const Recipe recipe{.fit = Fit::width,
                      .width = 400,
                      .format = Format::png,
                      .label = counter_label("views", "1,234")};
  const auto seen = look(rendered(pictures::make_png(400, 300), recipe)->bytes);
  const auto label = counter_label("views", "1,234");
  EXPECT_NEAR_COLOUR(seen.at(12 + 6, 12 + 15), (pictures::Colour{55, 65, 81}), 0);
  EXPECT_NEAR_COLOUR(seen.at(12 + 114, 12 + 15), (pictures::Colour{29, 78, 216}), 0);
}

Label with_image(std::string png, std::uint32_t width, std::uint32_t height) {
  auto label = popular_label();
  const auto bytes = std::make_shared<const std::string>(std::move(png));
  label.image = LabelImage{bytes, width, height, "one"};
  return label;
}

TEST(PutLabel, CanBeAPicture) {
  struct Row {
    const char* reason;
    std::string png;
    bool grey;
  };

  const Row rows[] = {
      {"colours", pictures::make_png(200, 100), false},
      {"alpha", pictures::make_png(200, 100, {.alpha = true}), false},
      {"grey", pictures::make_png(200, 100, {.grey = true}), true},
      {"grey, alpha", pictures::make_png(200, 100, {.alpha = true, .grey = true}), true}};
  for (const auto& row : rows) {
    Recipe recipe{.fit = Fit::width, .width = 400, .format = Format::png};
    const auto original = pictures::make_jpeg(400, 300);
    const auto plain = look(rendered(original, recipe)->bytes);
    recipe.label = with_image(row.png, 200, 100);
    const auto encoded = rendered(original, recipe);
    ASSERT_TRUE(encoded) << row.reason << encoded.error().detail;
    const auto seen = look(encoded->bytes);
    const auto image = look(row.png);
    EXPECT_EQ(seen.at(11, 11), plain.at(11, 11)) << row.reason;
    EXPECT_EQ(seen.at(132, 30), plain.at(132, 30)) << row.reason << ", right of it";
    EXPECT_EQ(seen.at(30, 72), plain.at(30, 72)) << row.reason << ", below it";
    // 12 from the corner, 120 x 60: looked at in the middle of each quarter.
    for (const int x : {30, 90}) {
      for (const int y : {15, 45}) {
        const auto expected = image.at(x * 200 / 120, y * 100 / 60);
        if (image.alpha_at(x * 200 / 120, y * 100 / 60) < 255) continue;
        EXPECT_NEAR_COLOUR(seen.at(12 + x, 12 + y), expected, 4) << row.reason;
      }
    }
  }
}

TEST(PutLabel, NamesTheStateOfAPicture) {
  const auto one = with_image(pictures::make_png(200, 100), 200, 100);
  auto other = one;
  other.image->version = "two";
  auto words = one;
  words.image.reset();
  EXPECT_NE(label_digest(one), label_digest(other));
  EXPECT_NE(label_digest(one), label_digest(words));
  EXPECT_EQ(label_digest(words), label_digest(popular_label())) << "as it was before pictures";
  EXPECT_EQ(Recipe{.label = one}, Recipe{.label = one});
  EXPECT_NE(Recipe{.label = one}, Recipe{.label = other});
}

TEST(PutLabel, IsLeftOutWhereAPictureOfItsShapeHasNoPlace) {
  const Source photograph{.size = {400, 300}};
  for (const Size size : {Size{0, 0}, Size{1, 2000}, Size{2000, 1}}) {
    const Recipe recipe{.label = with_image("", size.width, size.height)};
    EXPECT_FALSE(make_plan(recipe, photograph, {})->label_place) << size.width;
  }
}

TEST(PutLabel, RefusesAPictureThatIsNone) {
  for (const std::string bytes : {"", "no picture", "\x89PNG\r\n\x1a\n"}) {
    const auto refused =
        rendered(pictures::make_png(400, 300), {.label = with_image(bytes, 200, 49)});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, FailureKind::unsupported);
  }
}

TEST(PutLabel, RefusesATextThatIsNone) {
  for (const auto& label : {Label{.text = "a\nb"}, Label{.text = std::string(65, 'x')}}) {
    const auto refused = rendered(pictures::make_png(400, 300), {.label = label});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, FailureKind::bad_request);
  }
}

TEST(PutLabel, GivesTheSameBytesEveryTime) {
  const auto original = pictures::make_jpeg(800, 600, {.detailed = true});
  for (const auto format : kFormats) {
    const Recipe recipe{
        .fit = Fit::width, .width = 300, .format = format, .label = popular_label()};
    EXPECT_EQ(rendered(original, recipe)->bytes, rendered(original, recipe)->bytes);
  }
}

}  // namespace
}  // namespace vitrine::images
