#include "images/planar/decode_siblings.h"

#include <fstream>
#include <iterator>
#include <random>

#include <gtest/gtest.h>

#include "images/planar/decode_planes.h"
#include "images/sampled_jpeg.h"

namespace vitrine::images {
namespace {

const std::atomic<bool> kNobodyCancels{false};
const Deadline kNoHurry{std::chrono::hours(1), kNobodyCancels};

// Noise has coefficients everywhere, which waves have not.
std::vector<int> noise(int x, int y) {
  std::minstd_rand random(static_cast<unsigned>(x * 7919 + y * 104'729 + 1));
  const int base = 128 + (x / 16 % 2 == 0 ? 40 : -40);
  const auto next = [&] { return base + static_cast<int>(random() % 120) - 60; };
  return {next(), next(), next()};
}

struct Row {
  const char* reason;
  SampledJpeg jpeg;
};

std::vector<Row> kinds() {
  return {
      {"4:2:0", {.across = 2, .down = 2}},
      {"4:2:2", {.across = 2, .down = 1}},
      {"4:4:0", {.across = 1, .down = 2}},
      {"4:4:4", {.across = 1, .down = 1}},
      {"grey", {.grey = true}},
      {"sides that are no multiple of a unit", {.width = 37, .height = 29}},
      {"one pixel", {.width = 1, .height = 1}},
      {"restart marks after every unit", {.width = 100, .height = 70, .restart = 1}},
      {"restart marks after five units", {.width = 100, .height = 70, .restart = 5}},
      {"noise", {.width = 130, .height = 90, .quality = 75, .colour = noise}},
      {"noise of large numbers", {.quality = 100, .across = 1, .down = 1, .colour = noise}},
      {"noise of small numbers", {.width = 130, .height = 90, .quality = 40, .colour = noise}},
      {"hardly any numbers", {.quality = 3}},
  };
}

void expect_same(const Plane& seen, const Plane& expected, const std::string& where) {
  EXPECT_EQ(seen.width, expected.width) << where;
  EXPECT_EQ(seen.height, expected.height) << where;
  EXPECT_EQ(seen.stride, expected.stride) << where;
  EXPECT_TRUE(seen.samples == expected.samples) << where;
}

void expect_as_alone(std::string_view jpeg,
                     const std::vector<Scales>& scales,
                     const std::string& reason) {
  const auto header = read_jpeg_header(jpeg);
  ASSERT_TRUE(header) << reason;
  const auto together = decode_siblings(*header, scales, kNoHurry);
  ASSERT_TRUE(together) << reason;
  ASSERT_EQ(together->size(), scales.size());
  for (std::size_t i = 0; i < scales.size(); ++i) {
    const auto alone = decode_planes(*header, scales[i], kNoHurry);
    ASSERT_TRUE(alone) << reason;
    const auto& one = (*together)[i];
    const auto where = reason + " at " + std::to_string(scales[i].luma) + " and " +
                       std::to_string(scales[i].chroma) + ", one of " +
                       std::to_string(scales.size());
    EXPECT_EQ(one.scales.luma, alone->scales.luma) << where;
    EXPECT_EQ(one.grey, alone->grey) << where;
    expect_same(one.luma, alone->luma, where + ", luma");
    expect_same(one.blue, alone->blue, where + ", blue");
    expect_same(one.red, alone->red, where + ", red");
    expect_same(one.spread, alone->spread, where + ", spread");
  }
}

TEST(DecodeSiblings, GivesEachScaleWhatItIsAlone) {
  std::vector<Scales> all;
  for (int scale = 1; scale <= 8; ++scale) all.push_back({scale, scale});
  for (const auto& row : kinds()) {
    const auto jpeg = make_sampled_jpeg(row.jpeg);
    expect_as_alone(jpeg, all, row.reason);
    for (int large = 2; large <= 8; ++large) {
      for (int small = 1; small < large; ++small) {
        expect_as_alone(jpeg, {{small, small}, {large, large}}, row.reason);
      }
    }
  }
}

TEST(DecodeSiblings, TakesColourAtItsOwnScale) {
  for (const auto& row : kinds()) {
    const auto jpeg = make_sampled_jpeg(row.jpeg);
    expect_as_alone(jpeg, {{2, 4}, {2, 2}, {4, 8}, {4, 4}, {1, 2}}, row.reason);
  }
}

TEST(DecodeSiblings, GivesEachScaleOfAPhotographWhatItIsAlone) {
  std::ifstream file("/usr/share/backgrounds/free_by_Peter_Nerlich.jpg", std::ios::binary);
  const std::string photograph{std::istreambuf_iterator<char>(file), {}};
  expect_as_alone(photograph, {{5, 5}, {4, 4}, {3, 3}, {2, 2}, {1, 1}}, "a photograph");
}

// Whatever stands in a scan: both take it for the same, or neither takes it.
TEST(DecodeSiblings, IsSurprisedByWhatSurprisesOneAlone) {
  std::minstd_rand random(7);
  const std::vector<Scales> scales = {{5, 5}, {3, 3}, {2, 2}, {1, 1}};
  std::size_t taken = 0;
  for (int round = 0; round < 400; ++round) {
    auto jpeg = make_sampled_jpeg({.width = 70, .height = 50, .quality = 60, .colour = noise});
    const auto scan = jpeg.find("\xff\xda") + 14;
    jpeg[scan + random() % (jpeg.size() - scan - 2)] ^= static_cast<char>(1U << random() % 8);
    const auto header = read_jpeg_header(jpeg);
    if (!header) continue;
    const auto together = decode_siblings(*header, scales, kNoHurry);
    for (const auto& one : scales) {
      ASSERT_EQ(decode_planes(*header, one, kNoHurry).has_value(), together.has_value()) << round;
    }
    if (!together) continue;
    ++taken;
    expect_as_alone(jpeg, scales, "a bit that was flipped in round " + std::to_string(round));
  }
  EXPECT_GT(taken, 0U);
}

TEST(DecodeSiblings, TakesNoMoreTogetherThanOneLargePictureMayHave) {
  auto header = read_jpeg_header(make_sampled_jpeg({.width = 64, .height = 48}));
  ASSERT_TRUE(header);
  const std::vector<Scales> scales = {{8, 8}, {4, 4}, {2, 2}};
  EXPECT_EQ(fit_together(*header, {}), 0U);
  EXPECT_EQ(fit_together(*header, scales), 3U);
  header->width = 4000;
  header->height = 3600;
  EXPECT_EQ(fit_together(*header, scales), 1U) << "18 million";
  header->height = 3200;
  EXPECT_EQ(fit_together(*header, scales), 2U) << "12.8, 3.2 and 0.8 million";
}

}  // namespace
}  // namespace vitrine::images
