// Both ways of every photograph of the package lomiri-wallpapers-16.04, as `Limits::verify`
// compares them.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "images/library_environment.h"
#include "images/sampled_jpeg.h"
#include "images/survey/survey.h"
#include "pictures/pictures.h"

namespace vitrine::images {
namespace {

// From 1.5 to 15 megapixels, most of them progressive, in 4:4:4, 4:2:2 and 4:2:0.
const char* const kPhotographs[] = {"Bridge_by_Sander_Klootwijk",
                                    "Dragonfly_by_Bolly",
                                    "Picture_0B_by_freespace",
                                    "Picture_1A_by_freespace",
                                    "Wine_by_Jakkub_Mede",
                                    "aitzgorri_by_Aitzol_Berasategi",
                                    "analogpattern_by_Peter_Nerlich",
                                    "free_by_Peter_Nerlich",
                                    "friends_by_Aitzol_Berasategi",
                                    "greentock_by_Peter_Nerlich",
                                    "life_by_Aitzol_Berasategi",
                                    "picosdeeuropa_by_Aitzol_Berasategi",
                                    "seeding_by_Clements_Engelhardt",
                                    "sunset_by_Aitzol_Berasategi",
                                    "umang_by_Abhishek_Mudgal"};

std::string read_photograph(const char* name) {
  const auto path = std::filesystem::path("/usr/share/backgrounds") / (std::string(name) + ".jpg");
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Result<Encoded> verified(std::string_view original, const Recipe& recipe) {
  Limits limits;
  limits.verify = true;
  const std::atomic<bool> nobody_cancels{false};
  return render(original, recipe, limits, nobody_cancels);
}

void expect_alike(const std::string& name, std::string_view original, const Recipe& recipe) {
  SCOPED_TRACE(name + " as " + canonical_name(recipe));
  const auto encoded = verified(original, recipe);
  ASSERT_TRUE(encoded);
  ASSERT_TRUE(encoded->difference) << "it did not go the short way";
  const auto& found = *encoded->difference;
  ASSERT_TRUE(found) << found.error().detail;
  // Two encoders, each with its own noise: 29 where everything is fine grass, 35 to 45 else.
  EXPECT_GT(found->luma_psnr, 29);
  EXPECT_LT(found->block_means[0], 18) << "red";
  EXPECT_LT(found->block_means[1], 11) << "green";
  EXPECT_LT(found->block_means[2], 27) << "blue";
  EXPECT_FALSE(found->is_large());
}

// Widths take turns: every photograph at every width would take minutes with sanitizers.
TEST(Verify, FindsBothWaysOfEveryPhotographAlike) {
  constexpr std::array<std::uint32_t, 3> kWidths = {160, 512, 1000};
  std::size_t turn = 0;
  for (const char* name : kPhotographs) {
    const auto file = read_photograph(name);
    ASSERT_FALSE(file.empty()) << name;
    const auto width = kWidths[turn++ % kWidths.size()];
    const auto next_width = kWidths[turn % kWidths.size()];
    expect_alike(name, baseline_of(file), {.fit = Fit::width, .width = width});
    if (survey(file)->in_scans) expect_alike(name, file, {.fit = Fit::width, .width = next_width});
    const auto format = turn % 2 == 0 ? Format::webp : Format::avif;
    expect_alike(name, file, {.fit = Fit::width, .width = 400, .format = format});
  }
}

TEST(Verify, ChangesNothingAndIsForTheShortWayOnly) {
  const auto photo = make_sampled_jpeg({.width = 200, .height = 150});
  const Recipe small{.fit = Fit::width, .width = 90};
  Limits plain;
  const std::atomic<bool> nobody_cancels{false};
  const auto alone = render(photo, small, plain, nobody_cancels);
  const auto both = verified(photo, small);
  ASSERT_TRUE(alone && both);
  EXPECT_FALSE(alone->difference);
  EXPECT_TRUE(both->difference);
  EXPECT_EQ(alone->bytes, both->bytes);
  const auto longer = verified(photo, {.fit = Fit::width, .width = 90, .format = Format::gif});
  ASSERT_TRUE(longer);
  EXPECT_FALSE(longer->difference);
}

std::string flat(int width, std::vector<int> colour, bool grey = false) {
  return make_sampled_jpeg(
      {.width = width, .height = 20, .quality = 100, .grey = grey, .colour = [colour](int, int) {
         return colour;
       }});
}

TEST(Verify, SeesEveryColourOfABlock) {
  const auto grey = flat(20, {100, 100, 100});

  struct Row {
    const char* reason;
    std::string other;
    std::array<double, 3> means;
    bool large;
  };

  const Row rows[] = {
      {"the same", grey, {0, 0, 0}, false},
      {"grey without colour", flat(20, {100}, true), {0, 0, 0}, false},
      {"red", flat(20, {130, 100, 100}), {30, 0, 0}, true},
      {"green", flat(20, {100, 80, 100}), {0, 20, 0}, true},
      {"blue", flat(20, {100, 100, 150}), {0, 0, 50}, true},
      {"a little", flat(20, {108, 108, 108}), {8, 8, 8}, false},
      {"dark", flat(20, {80, 80, 80}), {20, 20, 20}, true},
  };
  for (const auto& row : rows) {
    const auto found = difference_of(grey, row.other);
    ASSERT_TRUE(found) << row.reason;
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(found->block_means[i], row.means[i], 2) << row.reason << i;
    }
    EXPECT_EQ(found->is_large(), row.large) << row.reason;
  }
  EXPECT_EQ(difference_of(grey, grey)->luma_psnr, kPsnrMax);
}

TEST(Verify, FindsOneWrongBlockAmongMany) {
  const auto with_spot = [](int spot) {
    return make_sampled_jpeg(
        {.width = 320, .height = 200, .quality = 95, .colour = [spot](int x, int y) {
           const bool inside = x >= 312 && y >= 192;
           return std::vector<int>(3, inside ? spot : 90);
         }});
  };
  const auto found = difference_of(with_spot(90), with_spot(180));
  ASSERT_TRUE(found);
  EXPECT_GT(found->luma_psnr, 35);
  EXPECT_NEAR(found->block_means[1], 90, 3);
  EXPECT_TRUE(found->is_large());
}

TEST(Verify, RefusesWhatCannotBeCompared) {
  const auto one = flat(20, {1, 2, 3});
  EXPECT_FALSE(difference_of(one, flat(21, {1, 2, 3})));
  EXPECT_FALSE(difference_of(one, "no picture"));
  EXPECT_FALSE(difference_of(one.substr(0, one.size() / 2), one));
}

}  // namespace
}  // namespace vitrine::images
