// Several sizes of one original, with and without planes that are kept.
#include <thread>

#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/planes_cache.h"
#include "images/sampled_jpeg.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

const std::atomic<bool> kNobodyCancels{false};

Recipe wide(std::uint32_t width, Format format = Format::jpeg, int quality = 80) {
  return {.fit = Fit::width, .width = width, .format = format, .quality = quality};
}

// Sizes that share a decode, some at one scale, some at their own, and some that cannot.
std::vector<Recipe> sizes() {
  return {wide(300),
          wide(200),
          wide(190, Format::webp),
          wide(60, Format::jpeg, 95),
          wide(40),
          {.fit = Fit::cover, .width = 50, .height = 90},
          wide(90, Format::png),
          {.format = Format::webp},
          wide(700)};
}

struct Row {
  const char* reason;
  std::string original;
};

std::vector<Row> originals() {
  return {
      {"baseline", make_sampled_jpeg({.width = 480, .height = 360})},
      {"4:4:4", make_sampled_jpeg({.width = 480, .height = 360, .across = 1, .down = 1})},
      {"grey", make_sampled_jpeg({.width = 480, .height = 360, .grey = true})},
      {"turned", pictures::make_jpeg(480, 360, {.orientation = 6, .detailed = true})},
      {"progressive", make_sampled_jpeg({.width = 480, .height = 360, .progressive = true})},
      {"PNG", pictures::make_png(480, 360)},
  };
}

TEST(RenderMany, GivesEachSizeWhatItIsAlone) {
  for (const auto& [reason, original] : originals()) {
    const auto recipes = sizes();
    const auto many = render_many(original, recipes, {}, kNobodyCancels);
    ASSERT_EQ(many.size(), recipes.size());
    for (std::size_t i = 0; i < recipes.size(); ++i) {
      const auto alone = render(original, recipes[i], {}, kNobodyCancels);
      const auto where = std::string(reason) + ", " + canonical_name(recipes[i]);
      ASSERT_EQ(many[i].has_value(), alone.has_value()) << where;
      if (!alone) continue;
      EXPECT_TRUE(many[i]->bytes == alone->bytes) << where;
      EXPECT_EQ(many[i]->width, alone->width) << where;
      EXPECT_EQ(many[i]->height, alone->height) << where;
      EXPECT_EQ(many[i]->format, alone->format) << where;
    }
  }
}

TEST(RenderMany, LosesNoOtherSizeWithOneThatFails) {
  const auto original = make_sampled_jpeg({.width = 480, .height = 360});
  Limits limits;
  limits.result_pixels_max = 30'000;
  const std::vector<Recipe> recipes = {wide(300), wide(100), wide(150)};
  const auto many = render_many(original, recipes, limits, kNobodyCancels);
  ASSERT_EQ(many.size(), 3U);
  ASSERT_FALSE(many[0]);
  EXPECT_EQ(many[0].error().kind, FailureKind::not_accepted);
  EXPECT_TRUE(many[1]);
  EXPECT_TRUE(many[2]);
}

TEST(RenderMany, SaysForEachSizeThatThereIsNoPicture) {
  const auto whole = make_sampled_jpeg({.width = 480, .height = 360});
  for (const auto& original : {std::string("no picture"), whole.substr(0, whole.size() / 2)}) {
    const auto many = render_many(original, std::vector{wide(90), wide(50)}, {}, kNobodyCancels);
    ASSERT_EQ(many.size(), 2U);
    for (const auto& one : many) {
      ASSERT_FALSE(one);
      EXPECT_EQ(one.error().kind, FailureKind::unsupported);
    }
  }
}

TEST(RenderMany, IsDoneWithNothingToDo) {
  EXPECT_TRUE(render_many(make_sampled_jpeg({}), {}, {}, kNobodyCancels).empty());
}

TEST(RenderMany, StopsWhenItsTimeHasPassed) {
  const auto original = make_sampled_jpeg({.width = 480, .height = 360});
  Limits limits;
  limits.render_time_max = std::chrono::milliseconds(0);
  for (const auto& one :
       render_many(original, std::vector{wide(90), wide(50)}, limits, kNobodyCancels)) {
    ASSERT_FALSE(one);
    EXPECT_EQ(one.error().kind, FailureKind::timeout);
  }
}

TEST(KeptPlanes, ChangeNoByte) {
  for (const auto& [reason, original] : originals()) {
    PlanesCache cache(64 << 20);
    for (int round = 0; round < 3; ++round) {
      for (const auto& recipe : sizes()) {
        const auto expected = render(original, recipe, {}, kNobodyCancels);
        const auto seen = render(original, recipe, {}, kNobodyCancels, {&cache, "a name"});
        ASSERT_EQ(seen.has_value(), expected.has_value()) << reason;
        if (!expected) continue;
        EXPECT_TRUE(seen->bytes == expected->bytes) << reason << ", " << canonical_name(recipe);
      }
    }
  }
}

TEST(KeptPlanes, AreOfOriginalsThatAreAskedForTwice) {
  const auto original = make_sampled_jpeg({.width = 480, .height = 360});
  PlanesCache cache(64 << 20);
  const auto ask = [&](const Recipe& recipe) {
    EXPECT_TRUE(render(original, recipe, {}, kNobodyCancels, {&cache, "a name"}));
    return cache.totals();
  };
  EXPECT_EQ(ask(wide(200)).entries, 0U) << "perhaps nobody ever asks again";
  const auto second = ask(wide(200));
  EXPECT_EQ(second.entries, 5U) << "at 5/8, and all that are smaller";
  EXPECT_EQ(second.hits, 0U);
  EXPECT_EQ(second.misses, 2U);
  EXPECT_GT(second.bytes, 480U * 360 * 25 / 64);
  for (const std::uint32_t width : {150U, 100U, 60U, 20U, 200U}) ask(wide(width));
  EXPECT_EQ(cache.totals().hits, 5U);
  EXPECT_EQ(cache.totals().misses, 2U);
  EXPECT_EQ(cache.totals().bytes, second.bytes);
}

TEST(KeptPlanes, ServeSizesThatAreMadeTogether) {
  const auto original = make_sampled_jpeg({.width = 480, .height = 360});
  PlanesCache cache(64 << 20);
  const KeptPlanes kept{&cache, "a name"};
  const std::vector<Recipe> recipes = {wide(200), wide(100)};
  render_many(original, recipes, {}, kNobodyCancels, kept);
  EXPECT_EQ(cache.totals().entries, 0U) << "asked for once";
  render_many(original, recipes, {}, kNobodyCancels, kept);
  const auto expected = render_many(original, recipes, {}, kNobodyCancels);
  const auto seen = render_many(original, recipes, {}, kNobodyCancels, kept);
  EXPECT_EQ(cache.totals().hits, 2U);
  for (std::size_t i = 0; i < recipes.size(); ++i) {
    EXPECT_TRUE(seen[i]->bytes == expected[i]->bytes);
  }
}

TEST(KeptPlanes, MayBeMadeByTwoThreadsAtOnce) {
  const auto original = make_sampled_jpeg({.width = 480, .height = 360});
  PlanesCache cache(400'000);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (std::uint32_t round = 0; round < 12; ++round) {
        const auto name = "name " + std::to_string((round + static_cast<unsigned>(i)) % 3);
        EXPECT_TRUE(render(original, wide(40 + round * 20), {}, kNobodyCancels, {&cache, name}));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(cache.totals().bytes, 400'000U);
  EXPECT_GT(cache.totals().hits, 0U);
}

}  // namespace
}  // namespace vitrine::images
