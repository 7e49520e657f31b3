// When the short way is planned, and with which numbers.
#include <gtest/gtest.h>

#include "images/label.h"
#include "images/plan.h"

namespace vitrine::images {
namespace {

Source plain(std::uint32_t width, std::uint32_t height) {
  return {.format = Format::jpeg, .size = {width, height}, .is_plain = true};
}

TEST(PlanPlanar, DecodesToTheSmallestEighthThatLeavesEnough) {
  struct Row {
    const char* reason;
    std::uint32_t from;
    std::uint32_t scale;
  };

  // To 512 wide: 1.3 samples a pixel are 665.6 across.
  const Row rows[] = {
      {"one sample a block", 5'325, 1},
      {"a little less than that", 5'324, 2},
      {"a camera of eight megapixels", 3'264, 2},
      {"three of eight", 2'000, 3},
      {"seven", 800, 7},
      {"all, though it is less than that", 600, 8},
  };
  for (const auto& row : rows) {
    const auto plan = make_plan({.fit = Fit::width, .width = 512}, plain(row.from, row.from), {});
    ASSERT_TRUE(plan && plan->planar) << row.reason;
    EXPECT_EQ(plan->planar->scale, row.scale) << row.reason;
  }
}

TEST(PlanPlanar, IsForWhatTheShortWayCanDo) {
  struct Row {
    const char* reason;
    Recipe recipe;
    bool expected;
  };

  const Row rows[] = {
      {"JPEG", {.fit = Fit::width, .width = 100}, true},
      {"WebP", {.fit = Fit::width, .width = 100, .format = Format::webp}, true},
      {"linear light, which it is", {.fit = Fit::width, .width = 100, .linear_light = true}, true},
      {"a cut", {.fit = Fit::cover, .width = 100, .height = 20}, true},
      {"AVIF", {.fit = Fit::width, .width = 100, .format = Format::avif}, true},
      {"GIF", {.fit = Fit::width, .width = 100, .format = Format::gif}, false},
      {"its own size", {.fit = Fit::full_size}, false},
      {"larger", {.fit = Fit::width, .width = 900, .enlarge = true}, false},
      {"a label", {.fit = Fit::width, .width = 300, .label = hot_label()}, false},
  };
  for (const auto& row : rows) {
    const auto plan = make_plan(row.recipe, plain(800, 600), {});
    ASSERT_TRUE(plan) << row.reason;
    EXPECT_EQ(plan->planar.has_value(), row.expected) << row.reason;
    auto other = plain(800, 600);
    other.is_plain = false;
    EXPECT_FALSE(make_plan(row.recipe, other, {})->planar) << row.reason;
    Limits limits;
    limits.planar = false;
    EXPECT_FALSE(make_plan(row.recipe, plain(800, 600), limits)->planar) << row.reason;
  }
}

TEST(PlanPlanar, ReadsTheScansThatCanBeSeen) {
  struct Row {
    const char* reason;
    std::uint32_t from;
    std::uint32_t step;
    int quality;
    Scans scans;
  };

  const Row rows[] = {
      {"one sample a block", 6'000, 4, 80, Scans::luma_without_two_bits},
      {"with more of its colour", 6'000, 4, 95, Scans::without_two_bits},
      {"two of eight", 4'000, 5, 80, Scans::without_two_bits},
      {"of coarser steps", 4'000, 6, 80, Scans::without_last_bit},
      {"of steps that would be seen", 4'000, 9, 80, Scans::all},
      {"three of eight", 2'000, 3, 80, Scans::without_two_bits},
      {"nearly its own size", 600, 1, 80, Scans::without_two_bits},
      {"nearly its own size, not so fine", 600, 2, 80, Scans::without_last_bit},
      {"not progressive", 6'000, 0, 80, Scans::all},
  };
  for (const auto& row : rows) {
    auto source = plain(row.from, row.from);
    source.in_scans = true;
    source.luma_step = row.step;
    const auto plan =
        make_plan({.fit = Fit::width, .width = 512, .quality = row.quality}, source, {});
    ASSERT_TRUE(plan && plan->planar) << row.reason;
    EXPECT_TRUE(plan->planar->in_scans);
    EXPECT_EQ(plan->planar->scans, row.scans) << row.reason;
  }
}

TEST(PlanPlanar, EncodesOneStepLowerAndWebpWithHalfOfTheColour) {
  Recipe recipe{.fit = Fit::width, .width = 100};
  EXPECT_EQ(make_plan(recipe, plain(800, 600), {})->planar->encoding.quality, 79);
  recipe.quality = 95;
  EXPECT_FALSE(make_plan(recipe, plain(800, 600), {})->planar->encoding.subsample);
  recipe.format = Format::webp;
  EXPECT_TRUE(make_plan(recipe, plain(800, 600), {})->planar->encoding.subsample);
  recipe.quality = 1;
  EXPECT_GE(make_plan(recipe, plain(800, 600), {})->planar->encoding.quality, 1);
}

}  // namespace
}  // namespace vitrine::images
