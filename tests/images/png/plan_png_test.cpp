// When the short way of a PNG is planned.
#include <gtest/gtest.h>

#include "images/label.h"
#include "images/plan.h"
#include "images/survey/survey.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

Source plain(std::uint32_t width, std::uint32_t height) {
  return {.format = Format::png, .size = {width, height}, .is_plain_png = true};
}

TEST(PlanPng, IsForAllThatDoesNotGrow) {
  struct Row {
    const char* reason;
    Recipe recipe;
    bool expected;
  };

  const Row rows[] = {
      {"PNG", {.fit = Fit::width, .width = 100, .format = Format::png}, true},
      {"JPEG", {.fit = Fit::width, .width = 100}, true},
      {"AVIF", {.fit = Fit::width, .width = 100, .format = Format::avif}, true},
      {"a cut", {.fit = Fit::cover, .width = 100, .height = 20}, true},
      {"its own size", {.fit = Fit::full_size}, true},
      {"a label", {.fit = Fit::width, .width = 300, .label = hot_label()}, true},
      {"a copyright", {.fit = Fit::width, .width = 300, .keep_copyright = true}, true},
      {"larger", {.fit = Fit::width, .width = 900, .enlarge = true}, false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(make_plan(row.recipe, plain(800, 600), {})->png, row.expected) << row.reason;
    auto other = plain(800, 600);
    other.is_plain_png = false;
    EXPECT_FALSE(make_plan(row.recipe, other, {})->png) << row.reason;
    auto turned = plain(800, 600);
    turned.orientation = 6;
    EXPECT_FALSE(make_plan(row.recipe, turned, {})->png) << row.reason;
    Limits limits;
    limits.planar = false;
    EXPECT_FALSE(make_plan(row.recipe, plain(800, 600), limits)->png) << row.reason;
  }
}

TEST(PlanPng, KnowsPlainFilesByTheirHeader) {
  EXPECT_TRUE(survey(pictures::make_png(40, 30))->plain_png);
  EXPECT_TRUE(survey(pictures::make_png(40, 30, {.alpha = true, .grey = true}))->plain_png);
  EXPECT_FALSE(survey(pictures::make_png(40, 30, {.bits = 16}))->plain_png);
  EXPECT_FALSE(survey(pictures::make_png(40, 30, {.interlaced = true}))->plain_png);
  EXPECT_FALSE(survey(pictures::make_jpeg(40, 30))->plain_png);
}

}  // namespace
}  // namespace vitrine::images
