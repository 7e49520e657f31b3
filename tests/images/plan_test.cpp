#include "images/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::images {

void PrintTo(const Size& size, std::ostream* out) {
  *out << size.width << "x" << size.height;
}

void PrintTo(const Box& box, std::ostream* out) {
  *out << box.size.width << "x" << box.size.height << " at " << box.left << "," << box.top;
}

namespace {

using testing::HasSubstr;

Source photo(std::uint32_t width, std::uint32_t height, int orientation = 1) {
  return {.format = Format::jpeg, .size = {width, height}, .orientation = orientation};
}

Recipe width(std::uint32_t value) {
  return {.fit = Fit::width, .width = value};
}

Recipe height(std::uint32_t value) {
  return {.fit = Fit::height, .height = value};
}

Recipe cover(std::uint32_t across, std::uint32_t down) {
  return {.fit = Fit::cover, .width = across, .height = down};
}

Recipe enlarging(Recipe recipe) {
  recipe.enlarge = true;
  return recipe;
}

struct Sizes {
  const char* reason;
  Recipe recipe;
  Size original;
  Size scaled;
  Box crop;
};

void expect_sizes(const Sizes& row) {
  const auto plan = make_plan(row.recipe, photo(row.original.width, row.original.height), {});
  ASSERT_TRUE(plan) << row.reason << ": " << plan.error().public_message;
  EXPECT_EQ(plan->scaled, row.scaled) << row.reason;
  EXPECT_EQ(plan->crop, row.crop) << row.reason;
  EXPECT_EQ(plan->resizes, row.scaled != row.original) << row.reason;
}

TEST(Plan, KeepsTheAspectOfWidthsAndHeights) {
  const Sizes rows[] = {
      {"a photo", width(500), {3264, 2448}, {500, 375}, {0, 0, {500, 375}}},
      {"a portrait", width(500), {2448, 3264}, {500, 667}, {0, 0, {500, 667}}},
      {"half rounds up", width(50), {100, 25}, {50, 13}, {0, 0, {50, 13}}},
      {"less than half rounds down", width(500), {1000, 667}, {500, 334}, {0, 0, {500, 334}}},
      {"at least one pixel", width(10), {1000, 3}, {10, 1}, {0, 0, {10, 1}}},
      {"down to one", width(1), {1000, 1000}, {1, 1}, {0, 0, {1, 1}}},
      {"its own width", width(1000), {1000, 700}, {1000, 700}, {0, 0, {1000, 700}}},
      {"one less", width(999), {1000, 700}, {999, 699}, {0, 0, {999, 699}}},
      {"by height", height(400), {3264, 2448}, {533, 400}, {0, 0, {533, 400}}},
      {"by height, at least one", height(10), {3, 1000}, {1, 10}, {0, 0, {1, 10}}},
      {"full size", {}, {3264, 2448}, {3264, 2448}, {0, 0, {3264, 2448}}},
      {"one pixel, full size", {}, {1, 1}, {1, 1}, {0, 0, {1, 1}}},
  };
  for (const auto& row : rows) expect_sizes(row);
}

TEST(Plan, CoversExactlyTheBoxAndCutsInTheMiddle) {
  const Sizes rows[] = {
      {"a square of a landscape", cover(400, 400), {3264, 2448}, {533, 400}, {66, 0, {400, 400}}},
      {"a square of a portrait", cover(400, 400), {2448, 3264}, {400, 533}, {0, 66, {400, 400}}},
      {"a portrait of a landscape",
       cover(300, 400),
       {3264, 2448},
       {533, 400},
       {116, 0, {300, 400}}},
      {"the same shape", cover(400, 300), {4000, 3000}, {400, 300}, {0, 0, {400, 300}}},
      {"nearly the same shape", cover(400, 300), {4000, 3001}, {400, 300}, {0, 0, {400, 300}}},
      {"never short of the box", cover(333, 333), {1000, 999}, {333, 333}, {0, 0, {333, 333}}},
      {"an odd pixel is cut on the far side", cover(10, 10), {23, 20}, {12, 10}, {1, 0, {10, 10}}},
      {"a strip", cover(10, 10), {10'000, 20}, {5'000, 10}, {2'495, 0, {10, 10}}},
      {"a single pixel", cover(1, 1), {500, 300}, {2, 1}, {0, 0, {1, 1}}},
      {"exactly the original", cover(500, 300), {500, 300}, {500, 300}, {0, 0, {500, 300}}},
      {"only cut", cover(100, 300), {500, 300}, {500, 300}, {200, 0, {100, 300}}},
  };
  for (const auto& row : rows) expect_sizes(row);
}

TEST(Plan, NeverEnlargesUnlessAsked) {
  const Sizes rows[] = {
      {"wider than it is", width(500), {100, 50}, {100, 50}, {0, 0, {100, 50}}},
      {"higher than it is", height(500), {100, 50}, {100, 50}, {0, 0, {100, 50}}},
      {"a box around it", cover(400, 400), {100, 50}, {100, 50}, {25, 0, {50, 50}}},
      {"a portrait box", cover(300, 400), {100, 50}, {100, 50}, {31, 0, {38, 50}}},
      {"a landscape box", cover(400, 300), {50, 100}, {50, 100}, {0, 31, {50, 38}}},
      {"only one side sticks out", cover(300, 200), {500, 100}, {500, 100}, {175, 0, {150, 100}}},
      {"only the other does", cover(200, 300), {100, 500}, {100, 500}, {0, 175, {100, 150}}},
      {"the same shape, larger", cover(800, 400), {100, 50}, {100, 50}, {0, 0, {100, 50}}},
      {"one pixel", cover(400, 300), {1, 1}, {1, 1}, {0, 0, {1, 1}}},
      {"an extreme box", cover(1000, 1), {100, 100}, {100, 100}, {0, 49, {100, 1}}},
  };
  for (const auto& row : rows) expect_sizes(row);
}

TEST(Plan, EnlargesWhenAsked) {
  const Sizes rows[] = {
      {"by width", enlarging(width(500)), {100, 50}, {500, 250}, {0, 0, {500, 250}}},
      {"by height", enlarging(height(500)), {100, 50}, {1000, 500}, {0, 0, {1000, 500}}},
      {"cover", enlarging(cover(300, 400)), {100, 50}, {800, 400}, {250, 0, {300, 400}}},
      {"full size has nothing to enlarge", enlarging({}), {100, 50}, {100, 50}, {0, 0, {100, 50}}},
      {"one pixel", enlarging(cover(40, 30)), {1, 1}, {40, 40}, {0, 5, {40, 30}}},
  };
  for (const auto& row : rows) expect_sizes(row);
}

TEST(Plan, CoverGivesExactlyTheBoxForEveryShape) {
  for (std::uint32_t across = 1; across < 90; across += 4) {
    for (std::uint32_t down = 1; down < 90; down += 4) {
      for (const Size box : {Size{1, 1}, Size{7, 5}, Size{5, 7}, Size{64, 64}, Size{89, 3}}) {
        const auto plan =
            make_plan(enlarging(cover(box.width, box.height)), photo(across, down), {});
        ASSERT_TRUE(plan);
        ASSERT_EQ(plan->crop.size, box) << across << "x" << down;
        ASSERT_LE(plan->crop.left + box.width, plan->scaled.width);
        ASSERT_LE(plan->crop.top + box.height, plan->scaled.height);

        const auto bounded = make_plan(cover(box.width, box.height), photo(across, down), {});
        ASSERT_TRUE(bounded);
        ASSERT_LE(bounded->scaled.width, across);
        ASSERT_LE(bounded->scaled.height, down);
        ASSERT_LE(bounded->crop.left + bounded->crop.size.width, bounded->scaled.width);
        ASSERT_LE(bounded->crop.top + bounded->crop.size.height, bounded->scaled.height);
      }
    }
  }
}

TEST(Plan, MeasuresThePictureAsPeopleSeeIt) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto plan = make_plan(width(300), photo(1200, 800, orientation), {});
    ASSERT_TRUE(plan);
    const bool turned = orientation >= 5;
    const Size upright = turned ? Size{300, 450} : Size{300, 200};
    EXPECT_EQ(plan->scaled, upright) << orientation;
    EXPECT_EQ(plan->scaled_as_stored(), turned ? upright.turned() : upright) << orientation;
    EXPECT_EQ(plan->orientation, orientation);
  }
}

TEST(Plan, ShrinksWhileLoadingAsFarAsTheMarginAllows) {
  struct Row {
    const char* reason;
    std::uint32_t original;  // wide, and three quarters of it high
    std::uint32_t result;
    std::uint32_t plain;
    std::uint32_t linear;
  };

  const Row rows[] = {
      {"8 megapixels: 4 would leave 1.594", 3264, 512, 2, 1},
      {"4 leaves just enough", 3280, 512, 4, 2},
      {"24 megapixels", 6000, 500, 4, 2},
      {"a thumbnail of 8 megapixels", 3264, 100, 8, 8},
      {"8 leaves just enough", 1280, 100, 8, 4},
      {"8 leaves too little", 1276, 100, 4, 2},
      {"2 leaves just enough", 1600, 500, 2, 1},
      {"2 leaves too little", 1596, 500, 1, 1},
      {"no resize", 500, 500, 1, 1},
  };
  for (const auto& row : rows) {
    auto recipe = width(row.result);
    const auto plan = make_plan(recipe, photo(row.original, row.original * 3 / 4), {});
    recipe.linear_light = true;
    const auto linear = make_plan(recipe, photo(row.original, row.original * 3 / 4), {});
    ASSERT_TRUE(plan && linear);
    EXPECT_EQ(plan->load_shrink, row.plain) << row.reason;
    EXPECT_EQ(linear->load_shrink, row.linear) << row.reason;
  }
}

TEST(Plan, ShrinksWhileLoadingByTheSideThatShrinksLess) {
  const auto plan = make_plan(cover(400, 400), photo(6400, 1280), {});
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->scaled, (Size{2000, 400}));
  EXPECT_EQ(plan->load_shrink, 2U);
}

TEST(Plan, ShrinksOnlyJpegWhileLoading) {
  for (const auto format : {Format::png, Format::webp, Format::avif, Format::gif}) {
    const auto plan = make_plan(width(100), {.format = format, .size = {4000, 3000}}, {});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->load_shrink, 1U);
  }
}

TEST(Plan, ReadsOnlyTheScansThatTheResultCanShow) {
  struct Row {
    const char* reason;
    std::uint32_t result;
    std::uint32_t luma_step;
    Scans scans;
  };

  const Row rows[] = {
      {"baseline", 512, 0, Scans::all},
      {"baseline, a thumbnail", 100, 0, Scans::all},
      {"one pixel per block", 100, 4, Scans::means},
      {"one pixel per block, however coarse", 100, 200, Scans::means},
      {"shrunk 6 times, step 4", 512, 4, Scans::without_last_bit},
      {"shrunk 6 times, step 6", 512, 6, Scans::without_last_bit},
      {"shrunk 6 times, step 7", 512, 7, Scans::all},
      {"shrunk 3 times, step 4", 1000, 4, Scans::all},
      {"shrunk twice, step 2", 1632, 2, Scans::without_last_bit},
      {"hardly shrunk, step 1", 1633, 1, Scans::all},
      {"full size, step 1", 3264, 1, Scans::all},
  };
  for (const auto& row : rows) {
    auto source = photo(3264, 2448);
    source.luma_step = row.luma_step;
    const auto plan = make_plan(width(row.result), source, {});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->scans, row.scans) << row.reason;
  }
}

TEST(Plan, KeepsMovingOnlyWhatCanMoveBeforeAndAfter) {
  struct Row {
    Format from;
    Format to;
    std::uint32_t frames;
  };

  const Row rows[] = {
      {Format::gif, Format::gif, 7},
      {Format::gif, Format::webp, 7},
      {Format::webp, Format::gif, 7},
      {Format::webp, Format::webp, 7},
      {Format::gif, Format::jpeg, 1},
      {Format::gif, Format::png, 1},
      {Format::webp, Format::avif, 1},
      {Format::avif, Format::webp, 1},
  };
  for (const auto& row : rows) {
    Recipe recipe;
    recipe.format = row.to;
    const auto plan = make_plan(recipe, {.format = row.from, .size = {64, 48}, .frames = 7}, {});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->frames, row.frames) << extension_of(row.from) << " to " << extension_of(row.to);
  }
}

TEST(Plan, RefusesAnimationsOfTooManyPixelsButNotTheirFirstFrame) {
  const Source source{.format = Format::gif, .size = {1000, 1000}, .frames = 101};
  Recipe recipe = width(10);
  recipe.format = Format::gif;
  const auto moving = make_plan(recipe, source, {});
  ASSERT_FALSE(moving);
  EXPECT_EQ(moving.error().kind, FailureKind::unsupported);
  EXPECT_THAT(moving.error().public_message,
              HasSubstr("101 frames of 1000000 pixels; together at most 100000000"));

  recipe.format = Format::jpeg;
  EXPECT_TRUE(make_plan(recipe, source, {}));

  recipe = enlarging(width(2000));
  recipe.format = Format::webp;
  EXPECT_FALSE(make_plan(recipe, {.format = Format::gif, .size = {100, 100}, .frames = 50}, {}))
      << "small frames, enlarged";
}

TEST(Plan, RefusesSidesThatTheFormatCannotHave) {
  struct Row {
    Format format;
    std::uint32_t longest;
  };

  for (const auto& row : {Row{Format::webp, 16'383},
                          Row{Format::avif, 16'384},
                          Row{Format::jpeg, 65'535},
                          Row{Format::gif, 65'535}}) {
    Recipe recipe;
    recipe.format = row.format;
    const Source fits{.format = Format::png, .size = {row.longest, 10}};
    EXPECT_TRUE(make_plan(recipe, fits, {})) << row.longest;
    const Source too_high{.format = Format::png, .size = {10, row.longest + 1}};
    const auto plan = make_plan(recipe, too_high, {});
    ASSERT_FALSE(plan) << row.longest;
    EXPECT_EQ(plan.error().kind, FailureKind::unsupported);
    EXPECT_THAT(plan.error().public_message, HasSubstr(std::to_string(row.longest)));
  }
}

TEST(Plan, MakesNoAvifThatWouldTakeTooLong) {
  Recipe recipe;
  recipe.format = Format::avif;
  EXPECT_TRUE(make_plan(recipe, photo(5000, 5000), {}));
  const auto plan = make_plan(recipe, photo(5001, 5000), {});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().kind, FailureKind::unsupported);
  EXPECT_THAT(plan.error().public_message,
              HasSubstr("5001x5000; .avif is made of at most 25000000"));
  recipe = width(1000);
  recipe.format = Format::avif;
  EXPECT_TRUE(make_plan(recipe, photo(8000, 6000), {})) << "small results of large originals";
}

TEST(Plan, NeverMakesMorePixelsThanTheLimit) {
  struct Row {
    const char* reason;
    Recipe recipe;
    Size original;
  };

  const Row rows[] = {
      {"a strip enlarged by width", enlarging(width(1000)), {10, 10'000}},
      {"a strip enlarged by height", enlarging(height(1000)), {10'000, 10}},
      {"cut small, but scaled large", enlarging(cover(100, 1000)), {60'000, 10}},
      {"as wide as a number can be", enlarging(width(4'294'967'295)), {1, 1}},
      {"as large as numbers can be", enlarging(cover(4'294'967'295, 4'294'967'295)), {1, 1}},
      {"a product that would wrap", enlarging(height(4'294'967'295)), {65'535, 1}},
  };
  Limits limits;
  limits.result_pixels_max = 1'000'000;
  for (auto row : rows) {
    row.recipe.format = Format::png;
    const auto plan = make_plan(row.recipe, photo(row.original.width, row.original.height), limits);
    ASSERT_FALSE(plan) << row.reason;
    const auto kind = plan.error().kind;
    EXPECT_TRUE(kind == FailureKind::not_accepted || kind == FailureKind::unsupported)
        << row.reason;
  }

  EXPECT_TRUE(make_plan(enlarging(width(1000)), photo(10, 10), limits)) << "exactly the limit";
  const auto over = make_plan(enlarging(width(1001)), photo(10, 10), limits);
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().kind, FailureKind::not_accepted);
  EXPECT_THAT(over.error().public_message, HasSubstr("1001x1001; at most 1000000"));
}

TEST(Plan, LaysAlphaOnWhiteOnlyForJpeg) {
  const Source source{.format = Format::png, .size = {40, 30}, .has_alpha = true};
  for (const auto format : {Format::jpeg, Format::png, Format::webp, Format::avif, Format::gif}) {
    Recipe recipe;
    recipe.format = format;
    const auto plan = make_plan(recipe, source, {});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->flatten, format == Format::jpeg) << extension_of(format);
  }
}

TEST(Plan, UsesLinearLightOnlyForAResize) {
  auto recipe = width(100);
  recipe.linear_light = true;
  EXPECT_TRUE(make_plan(recipe, photo(400, 300), {})->linear_light);
  EXPECT_FALSE(make_plan(recipe, photo(100, 75), {})->linear_light);
}

}  // namespace
}  // namespace vitrine::images
