// The short way as a whole, beside the long one.
#include "images/planar/planar.h"

#include <cmath>

#include <gtest/gtest.h>

#include "images/decode.h"
#include "images/library_environment.h"
#include "images/near.h"
#include "images/sampled_jpeg.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

using pictures::look;

Result<Encoded> one_way(std::string_view jpeg, const Recipe& recipe, bool planar) {
  Limits limits;
  limits.planar = planar;
  const std::atomic<bool> nobody_cancels{false};
  return render(jpeg, recipe, limits, nobody_cancels);
}

// Whether the short way makes it.
bool goes_short(std::string_view original, const Recipe& recipe) {
  const auto opened = open(original, {});
  const auto plan = make_plan(recipe, opened->source, {});
  const std::atomic<bool> nobody_cancels{false};
  const Deadline deadline(std::chrono::hours(1), nobody_cancels);
  return plan->planar && planes_for(original, std::span(&*plan, 1), deadline, {}).front();
}

double psnr(const pictures::Looked& a, const pictures::Looked& b) {
  double sum = 0;
  const auto bands = static_cast<std::size_t>(std::min(a.bands, b.bands));
  EXPECT_EQ(a.samples.size() / static_cast<std::size_t>(a.bands),
            b.samples.size() / static_cast<std::size_t>(b.bands));
  const auto pixels = a.samples.size() / static_cast<std::size_t>(a.bands);
  for (std::size_t i = 0; i < pixels; ++i) {
    const auto first = a.samples[i * static_cast<std::size_t>(a.bands) + bands / 2];
    const auto second = b.samples[i * static_cast<std::size_t>(b.bands) + bands / 2];
    sum += (first - second) * (first - second);
  }
  return 10 * std::log10(255 * 255 / (sum / static_cast<double>(pixels) + 1e-9));
}

// Slow waves, which look the same in linear light and out of it.
std::vector<int> slow_waves(int x, int y) {
  const auto wave = [](double phase) { return static_cast<int>(128 + 90 * std::sin(phase)); };
  return {wave(x * 0.031 + y * 0.005), wave(x * 0.007 - y * 0.023), wave((x + y) * 0.011)};
}

TEST(Planar, IsTheWayOfBaselineJpegsThatShrink) {
  const auto photo = make_sampled_jpeg({.width = 400, .height = 300});
  const Recipe small{.fit = Fit::width, .width = 100};
  EXPECT_TRUE(goes_short(photo, small));
  EXPECT_TRUE(goes_short(photo, {.fit = Fit::width, .width = 100, .format = Format::webp}));
  EXPECT_TRUE(goes_short(photo, {.fit = Fit::width, .width = 399}));
  EXPECT_TRUE(goes_short(photo, {.fit = Fit::cover, .width = 50, .height = 90}));

  EXPECT_FALSE(goes_short(photo, {.fit = Fit::width, .width = 100, .format = Format::png}));
  EXPECT_FALSE(goes_short(photo, {.fit = Fit::full_size})) << "nothing to resize";
  EXPECT_FALSE(goes_short(photo, {.fit = Fit::width, .width = 500, .enlarge = true}));
  EXPECT_FALSE(goes_short(pictures::make_jpeg(400, 300, {.cmyk = true}), small));
  EXPECT_FALSE(
      goes_short(pictures::make_jpeg(400, 300, {.profile = pictures::Profile::p3}), small));
  EXPECT_FALSE(goes_short(pictures::make_png(400, 300), small));
}

TEST(Planar, LooksLikeTheLongWayAtEverySize) {
  for (const auto& [across, down, grey] : {std::tuple{2, 2, false},
                                           std::tuple{2, 1, false},
                                           std::tuple{1, 2, false},
                                           std::tuple{1, 1, false},
                                           std::tuple{1, 1, true}}) {
    const auto photo = make_sampled_jpeg({.width = 403,
                                          .height = 301,
                                          .quality = 95,
                                          .across = across,
                                          .down = down,
                                          .grey = grey,
                                          .colour = slow_waves});
    for (const std::uint32_t width : {400U, 300U, 211U, 150U, 101U, 60U, 33U}) {
      for (const auto format : {Format::jpeg, Format::webp, Format::avif}) {
        for (const int quality : {80, 95}) {
          const Recipe recipe{
              .fit = Fit::width, .width = width, .format = format, .quality = quality};
          EXPECT_TRUE(goes_short(photo, recipe)) << width;
          const auto shorter = one_way(photo, recipe, true);
          const auto longer = one_way(photo, recipe, false);
          ASSERT_TRUE(shorter && longer);
          EXPECT_GT(psnr(look(shorter->bytes), look(longer->bytes)), 34)
              << across << down << grey << " to " << canonical_name(recipe);
        }
      }
    }
  }
}

TEST(Planar, TurnsAndCutsLikeTheLongWay) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto photo = pictures::make_jpeg(321, 203, {.orientation = orientation});
    const Recipe recipes[] = {
        {.fit = Fit::width, .width = 97},
        {.fit = Fit::cover, .width = 60, .height = 91},
        {.fit = Fit::cover, .width = 91, .height = 33},
        {.fit = Fit::cover, .width = 80, .height = 50, .gravity = Gravity::north_west},
    };
    for (const auto& recipe : recipes) {
      EXPECT_TRUE(goes_short(photo, recipe));
      const auto shorter = one_way(photo, recipe, true);
      const auto longer = one_way(photo, recipe, false);
      ASSERT_TRUE(shorter && longer);
      EXPECT_EQ(shorter->width, longer->width);
      EXPECT_GT(psnr(look(shorter->bytes), look(longer->bytes)), 27)
          << orientation << " " << canonical_name(recipe);
    }
  }
}

TEST(Planar, KeepsAFlatColour) {
  for (const auto& colour : {std::vector<int>{200, 40, 40},
                             std::vector<int>{0, 0, 0},
                             std::vector<int>{255, 255, 255},
                             std::vector<int>{3, 9, 30},
                             std::vector<int>{10, 250, 90}}) {
    const auto photo = make_sampled_jpeg(
        {.width = 200, .height = 160, .quality = 98, .colour = [&](int /*x*/, int /*y*/) {
           return colour;
         }});
    for (const std::uint32_t width : {150U, 71U, 20U}) {
      for (const auto format : {Format::jpeg, Format::webp, Format::avif}) {
        const auto seen = look(
            one_way(
                photo, {.fit = Fit::width, .width = width, .format = format, .quality = 95}, true)
                ->bytes);
        EXPECT_NEAR_COLOUR(seen.at(5, 5), (pictures::Colour{colour[0], colour[1], colour[2]}), 5);
      }
    }
  }
}

// A person far away sees the mean of the light, not of the numbers that stand for it.
TEST(Planar, MixesFineLinesAsLightDoes) {
  struct Row {
    const char* reason;
    std::vector<int> ink;
    int lines;
    std::uint32_t width;
    pictures::Colour expected;
    int tolerance;
  };

  const std::vector<int> white{255, 255, 255};
  const std::vector<int> red{255, 0, 0};
  const Row rows[] = {
      {"white, at an eighth", white, 1, 80, {188, 188, 188}, 8},
      {"white, lines of two, at an eighth", white, 2, 80, {188, 188, 188}, 8},
      {"white, at a quarter", white, 1, 200, {188, 188, 188}, 8},
      {"white, not shrunk while decoding", white, 1, 600, {188, 188, 188}, 12},
      {"red, at an eighth", red, 1, 80, {188, 0, 0}, 24},
      {"red, lines of three, at a quarter", red, 3, 100, {188, 0, 0}, 24},
  };
  for (const auto& row : rows) {
    const auto photo =
        make_sampled_jpeg({.width = 800,
                           .height = 320,
                           .quality = 96,
                           .across = 1,
                           .down = 1,
                           .colour = [&](int x, int) {
                             return x / row.lines % 2 == 0 ? row.ink : std::vector<int>{0, 0, 0};
                           }});
    const auto small = one_way(photo, {.fit = Fit::width, .width = row.width, .quality = 90}, true);
    ASSERT_TRUE(small);
    const auto seen = look(small->bytes);
    pictures::Colour mean;
    for (int x = 20; x < 60; ++x) {
      const auto colour = seen.at(x, 15);
      mean.red += colour.red;
      mean.green += colour.green;
      mean.blue += colour.blue;
    }
    mean = {mean.red / 40, mean.green / 40, mean.blue / 40};
    EXPECT_NEAR_COLOUR(mean, row.expected, row.tolerance) << row.reason;
  }
}

TEST(Planar, FallsBackWhereTheScanIsNotWhatTheHeaderPromises) {
  auto photo = make_sampled_jpeg({.width = 400, .height = 300});
  photo.insert(photo.size() - 2, 30, '\x55');
  const Recipe small{.fit = Fit::width, .width = 100};
  EXPECT_FALSE(goes_short(photo, small));
  const auto shorter = one_way(photo, small, true);
  const auto longer = one_way(photo, small, false);
  ASSERT_TRUE(shorter && longer);
  EXPECT_EQ(shorter->bytes, longer->bytes);
}

TEST(Planar, IsNotTheWayOfAPictureWhoseCopyrightIsKept) {
  const auto photo = pictures::make_jpeg(400, 300, {.copyright = "(c) Jane"});
  const Recipe small{.fit = Fit::width, .width = 100, .keep_copyright = true};
  const auto shorter = one_way(photo, small, true);
  ASSERT_TRUE(shorter);
  EXPECT_EQ(look(shorter->bytes).copyright, "(c) Jane");
}

TEST(Planar, WritesEverySmallSize) {
  for (int width = 1; width <= 34; width += 3) {
    for (int height = 1; height <= 34; height += 3) {
      const auto photo = make_sampled_jpeg({.width = width, .height = height});
      for (const auto format : {Format::jpeg, Format::webp, Format::avif}) {
        const Recipe recipe{.fit = Fit::cover, .width = 2, .height = 3, .format = format};
        const auto encoded = one_way(photo, recipe, true);
        ASSERT_TRUE(encoded) << width << "x" << height;
        const auto seen = look(encoded->bytes);
        EXPECT_EQ(seen.width, static_cast<int>(encoded->width));
        EXPECT_EQ(seen.height, static_cast<int>(encoded->height));
      }
    }
  }
}

}  // namespace
}  // namespace vitrine::images
