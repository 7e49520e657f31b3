// The short way of a PNG as a whole, beside the long one in linear light.
#include "images/png/png_way.h"

#include <cmath>

#include <gtest/gtest.h>

#include "images/decode.h"
#include "images/label.h"
#include "images/library_environment.h"
#include "images/near.h"
#include "images/png/shrink_png.h"
#include "images/sampled_png.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using pictures::look;

const std::atomic<bool> kNobodyCancels{false};
const Deadline kNoHurry{std::chrono::hours(1), kNobodyCancels};

Result<Encoded> one_way(std::string_view png, Recipe recipe, bool shorter) {
  Limits limits;
  limits.planar = shorter;
  recipe.linear_light = true;
  return render(png, recipe, limits, kNobodyCancels);
}

bool goes_short(std::string_view original, const Recipe& recipe) {
  const auto opened = open(original, {});
  const auto plan = make_plan(recipe, opened->source, {});
  return plan->png && make_png_pixels(original, {}, *plan, kNoHurry);
}

// The largest difference of a sample as people see it: on black and on white.
double largest_difference(const pictures::Looked& a, const pictures::Looked& b) {
  double largest = 0;
  for (int y = 0; y < a.height; ++y) {
    for (int x = 0; x < a.width; ++x) {
      const auto one = a.at(x, y);
      const auto two = b.at(x, y);
      const double covered_one = a.bands % 2 == 0 ? a.alpha_at(x, y) : 255;
      const double covered_two = b.bands % 2 == 0 ? b.alpha_at(x, y) : 255;
      for (const auto channel :
           {&pictures::Colour::red, &pictures::Colour::green, &pictures::Colour::blue}) {
        const double on_black = one.*channel * covered_one - two.*channel * covered_two;
        const double on_white = on_black + 255 * (covered_two - covered_one);
        largest = std::max({largest, std::abs(on_black) / 255, std::abs(on_white) / 255});
      }
    }
  }
  return largest;
}

std::string waves(int colour_type, int width, int height) {
  return make_sampled_png(
      {.width = width,
       .height = height,
       .colour_type = colour_type,
       .extra = colour_type == 3 ? png_piece("tRNS", std::string(50, '\xa0')) : std::string()});
}

TEST(PngWay, IsTheWayOfPlainFilesThatDoNotGrow) {
  const Recipe small{.fit = Fit::width, .width = 30, .format = Format::png};
  for (const int colour_type : {0, 2, 3, 4, 6}) {
    EXPECT_TRUE(goes_short(waves(colour_type, 64, 48), small)) << colour_type;
    EXPECT_TRUE(goes_short(waves(colour_type, 64, 48), {.format = Format::webp})) << colour_type;
  }
  EXPECT_FALSE(goes_short(pictures::make_png(64, 48, {.bits = 16}), small));
  EXPECT_FALSE(goes_short(pictures::make_png(64, 48, {.interlaced = true}), small));
  EXPECT_FALSE(goes_short(pictures::make_png(64, 48, {.profile = pictures::Profile::p3}), small));
  EXPECT_FALSE(goes_short(pictures::make_jpeg(64, 48), small));
}

TEST(PngWay, KeepsEverySampleOfAPictureThatKeepsItsSize) {
  for (const int colour_type : {0, 2, 3, 4, 6}) {
    const auto file = waves(colour_type, 61, 33);
    for (const Recipe& recipe :
         {Recipe{.format = Format::png},
          Recipe{.fit = Fit::cover, .width = 61, .height = 20, .format = Format::png},
          Recipe{.fit = Fit::cover, .width = 20, .height = 33, .format = Format::png}}) {
      EXPECT_TRUE(goes_short(file, recipe));
      const auto shorter = look(one_way(file, recipe, true)->bytes);
      const auto longer = look(one_way(file, recipe, false)->bytes);
      EXPECT_EQ(shorter.bands, longer.bands);
      EXPECT_EQ(shorter.samples, longer.samples) << colour_type << canonical_name(recipe);
    }
  }
}

TEST(PngWay, LooksLikeTheLongWayInLinearLightAtEverySize) {
  for (const int colour_type : {0, 2, 4, 6}) {
    const auto file = waves(colour_type, 403, 301);
    for (const std::uint32_t width : {402U, 300U, 211U, 101U, 60U}) {
      const Recipe recipe{.fit = Fit::width, .width = width, .format = Format::png};
      ASSERT_TRUE(goes_short(file, recipe));
      const auto shorter = look(one_way(file, recipe, true)->bytes);
      const auto longer = look(one_way(file, recipe, false)->bytes);
      EXPECT_EQ(shorter.bands, longer.bands);
      EXPECT_LE(largest_difference(shorter, longer), 5) << colour_type << " " << width;
    }
  }
}

TEST(PngWay, CutsLikeTheLongWay) {
  for (const int colour_type : {0, 2, 4, 6}) {
    const auto file = waves(colour_type, 403, 301);
    const Recipe recipes[] = {
        {.fit = Fit::cover, .width = 100, .height = 20, .format = Format::png},
        {.fit = Fit::cover, .width = 33, .height = 100, .format = Format::png},
        {.fit = Fit::cover,
         .width = 80,
         .height = 80,
         .format = Format::png,
         .gravity = Gravity::north_west},
    };
    for (const auto& recipe : recipes) {
      ASSERT_TRUE(goes_short(file, recipe));
      const auto shorter = look(one_way(file, recipe, true)->bytes);
      const auto longer = look(one_way(file, recipe, false)->bytes);
      ASSERT_EQ(shorter.samples.size(), longer.samples.size());
      EXPECT_LE(largest_difference(shorter, longer), 5)
          << colour_type << " " << canonical_name(recipe);
    }
  }
}

TEST(PngWay, LaysAlphaOnWhiteForJpegLikeTheLongWay) {
  for (const int colour_type : {4, 6}) {
    const auto file = waves(colour_type, 403, 301);
    for (const Recipe& recipe : {Recipe{.fit = Fit::width, .width = 150, .quality = 95},
                                 Recipe{.fit = Fit::full_size, .quality = 95}}) {
      ASSERT_TRUE(goes_short(file, recipe));
      const auto shorter = look(one_way(file, recipe, true)->bytes);
      const auto longer = look(one_way(file, recipe, false)->bytes);
      EXPECT_EQ(shorter.bands, longer.bands);
      EXPECT_LE(largest_difference(shorter, longer), 12) << colour_type;
    }
  }
}

TEST(PngWay, LaysNothingOnWhiteThatHasNoAlpha) {
  const auto file = read_png(waves(2, 64, 48));
  for (const Size size : {Size{64, 48}, Size{32, 24}}) {
    Plan plan;
    plan.scaled = plan.crop.size = size;
    plan.resizes = size.width < 64;
    const auto bare = shrink_png(*file, plan, resampler(), kNoHurry);
    plan.flatten = true;
    const auto flat = shrink_png(*file, plan, resampler(), kNoHurry);
    ASSERT_EQ(bare->bytes(), flat->bytes());
    EXPECT_TRUE(
        std::equal(bare->samples.get(), bare->samples.get() + bare->bytes(), flat->samples.get()));
  }
}

// Rows wait in their final width where they are too many.
TEST(PngWay, ShrinksVeryFarLikeTheLongWay) {
  for (const int colour_type : {2, 6}) {
    const auto file = make_sampled_png(
        {.width = 3'000, .height = 700, .colour_type = colour_type, .pixel = [&](int x, int y) {
           std::vector<int> samples = {x / 12, y / 3, (x + y) / 15};
           if (colour_type == 6) samples.push_back(255 - y / 4);
           return samples;
         }});
    for (const std::uint32_t width : {60U, 20U, 3U, 1U}) {
      const Recipe recipe{.fit = Fit::width, .width = width, .format = Format::png};
      ASSERT_TRUE(goes_short(file, recipe));
      const auto shorter = look(one_way(file, recipe, true)->bytes);
      const auto longer = look(one_way(file, recipe, false)->bytes);
      EXPECT_LE(largest_difference(shorter, longer), 5) << colour_type << " " << width;
    }
  }
}

TEST(PngWay, LeavesAlphaOutWhereNothingIsTransparent) {
  const Recipe small{.fit = Fit::width, .width = 30, .format = Format::png};
  for (const int colour_type : {4, 6}) {
    const auto opaque = make_sampled_png({.colour_type = colour_type, .pixel = [&](int x, int) {
                                            std::vector<int> samples(3, x);
                                            if (colour_type == 4) samples.resize(1);
                                            samples.push_back(255);
                                            return samples;
                                          }});
    EXPECT_EQ(look(one_way(opaque, small, true)->bytes).bands, samples_of(colour_type) - 1);
  }
  // One pixel that is not, in the last corner.
  const auto hole =
      make_sampled_png({.colour_type = 6, .pixel = [](int x, int y) {
                          return std::vector<int>{x, y, 9, x == 63 && y == 47 ? 0 : 255};
                        }});
  const auto seen = look(one_way(hole, small, true)->bytes);
  ASSERT_EQ(seen.bands, 4);
  EXPECT_EQ(seen.alpha_at(0, 0), 255);
  EXPECT_LT(seen.alpha_at(29, seen.height - 1), 255);
}

TEST(PngWay, MixesFineLinesAsLightDoes) {
  const auto file = make_sampled_png({.width = 400, .height = 100, .pixel = [](int x, int) {
                                        return std::vector<int>{x % 2 * 255, 0, x % 2 * 255};
                                      }});
  const auto seen =
      look(one_way(file, {.fit = Fit::width, .width = 50, .format = Format::png}, true)->bytes);
  EXPECT_NEAR_COLOUR(seen.at(25, 6), (pictures::Colour{188, 0, 188}), 2);
}

TEST(PngWay, IsTheSameOnEveryProcessor) {
  for (const int colour_type : {0, 2, 4, 6}) {
    const auto file = read_png(waves(colour_type, 403, 301));
    Plan plan;
    plan.resizes = true;
    plan.scaled = {97, 72};
    plan.crop = {.left = 5, .top = 9, .size = {81, 60}};
    const auto best = shrink_png(*file, plan, resampler(), kNoHurry);
    const auto plain = shrink_png(*file, plan, plain_resampler(), kNoHurry);
    ASSERT_EQ(best->bytes(), plain->bytes());
    EXPECT_TRUE(
        std::equal(best->samples.get(), best->samples.get() + best->bytes(), plain->samples.get()));
  }
}

TEST(PngWay, WritesEverySmallSize) {
  for (int width = 1; width <= 34; width += 3) {
    for (int height = 1; height <= 34; height += 3) {
      const auto file = waves(6, width, height);
      for (const auto format : {Format::png, Format::webp}) {
        const auto encoded =
            one_way(file, {.fit = Fit::cover, .width = 2, .height = 3, .format = format}, true);
        ASSERT_TRUE(encoded) << width << "x" << height;
        EXPECT_EQ(look(encoded->bytes).width, static_cast<int>(encoded->width));
      }
    }
  }
}

TEST(PngWay, IsComparedWithTheLongWayWhereThatIsAskedFor) {
  const Recipe small{.fit = Fit::width, .width = 100};
  const auto made = render(waves(6, 403, 301), small, {.verify = true}, kNobodyCancels);
  ASSERT_TRUE(made && made->difference && *made->difference);
  EXPECT_FALSE((*made->difference)->is_large());
  EXPECT_FALSE(
      render(pictures::make_png(64, 48, {.bits = 16}), small, {.verify = true}, kNobodyCancels)
          ->difference);
}

TEST(PngWay, CarriesLabels) {
  const auto file = waves(6, 403, 301);
  Recipe recipe{.fit = Fit::width, .width = 300, .format = Format::png};
  const auto bare = look(one_way(file, recipe, true)->bytes);
  recipe.label = hot_label();
  const auto labelled = look(one_way(file, recipe, true)->bytes);
  EXPECT_NE(bare.samples, labelled.samples);
  EXPECT_EQ(bare.at(250, 200), labelled.at(250, 200));
}

TEST(PngWay, StopsWhenItsTimeIsOver) {
  const auto file = waves(2, 400, 300);
  const Deadline over(std::chrono::milliseconds(-1), kNobodyCancels);
  Plan plan;
  plan.png = true;
  plan.scaled = plan.crop.size = {400, 300};
  EXPECT_THROW(make_png_pixels(file, {}, plan, over), vips::VError);
}

}  // namespace
}  // namespace vitrine::images
