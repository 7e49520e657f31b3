#include "images/planar/decode_scans.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "images/jpeg_scans.h"
#include "images/planar/decode_planes.h"
#include "images/sampled_jpeg.h"
#include "pictures/hostile.h"

namespace vitrine::images {
namespace {

const std::atomic<bool> kNobodyCancels{false};
const Deadline kNoHurry{std::chrono::hours(1), kNobodyCancels};

std::optional<DecodedPlanes> from_scans(std::string_view jpeg, Scales scales) {
  const auto coefficients = Coefficients::open(jpeg, kNoHurry);
  if (!coefficients) return std::nullopt;
  return decode_scans(*coefficients, scales, kNoHurry);
}

// What holds something of the picture is the same; blocks that only fill up a unit are nobody's.
void expect_same(const Plane& seen,
                 const Plane& expected,
                 std::uint32_t width,
                 std::uint32_t height) {
  ASSERT_EQ(seen.width, expected.width);
  ASSERT_EQ(seen.height, expected.height);
  for (std::size_t y = 0; y < height; ++y) {
    ASSERT_TRUE(std::equal(seen.row(y), seen.row(y) + width, expected.row(y))) << "row " << y;
  }
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
      {"grey", {.across = 1, .down = 1, .grey = true}},
      {"grey that claims sampling", {.across = 2, .down = 2, .grey = true}},
      {"sides that are no multiple of a unit", {.width = 37, .height = 29}},
      {"one pixel", {.width = 1, .height = 1}},
      {"restart marks", {.width = 100, .height = 70, .restart = 3}},
      {"large numbers", {.quality = 100, .across = 1, .down = 1}},
      {"hardly any numbers", {.quality = 3}},
  };
}

TEST(DecodeScans, GivesWhatTheSameCoefficientsInOneScanGive) {
  for (auto row : kinds()) {
    row.jpeg.progressive = true;
    for (const bool arithmetic : {false, true}) {
      row.jpeg.arithmetic = arithmetic;
      const auto jpeg = make_sampled_jpeg(row.jpeg);
      const auto baseline = baseline_of(jpeg);
      const auto header = read_jpeg_header(baseline);
      ASSERT_TRUE(header) << row.reason;
      for (int scale = 1; scale <= 8; ++scale) {
        SCOPED_TRACE(std::string(row.reason) + " at " + std::to_string(scale));
        const auto expected = decode_planes(*header, {scale, scale}, kNoHurry);
        const auto seen = from_scans(jpeg, {scale, scale});
        ASSERT_TRUE(expected && seen);
        EXPECT_EQ(seen->original, expected->original);
        EXPECT_EQ(seen->grey, expected->grey);
        const auto across = static_cast<std::uint32_t>((row.jpeg.width * scale + 7) / 8);
        const auto down = static_cast<std::uint32_t>((row.jpeg.height * scale + 7) / 8);
        expect_same(seen->luma, expected->luma, across, down);
        const auto blocks_across = static_cast<std::uint32_t>((row.jpeg.width + 7) / 8);
        const auto blocks_down = static_cast<std::uint32_t>((row.jpeg.height + 7) / 8);
        for (std::size_t y = 0; y < blocks_down; ++y) {
          for (std::size_t x = 0; x < blocks_across; ++x) {
            // The other decoder guesses a little where it passes over zeros.
            ASSERT_NEAR(seen->spread.row(y)[x], expected->spread.row(y)[x], 2);
          }
        }
        if (seen->grey) continue;
        const auto colour_across = (across + seen->chroma_across - 1) / seen->chroma_across;
        const auto colour_down = (down + seen->chroma_down - 1) / seen->chroma_down;
        expect_same(seen->blue, expected->blue, colour_across, colour_down);
        expect_same(seen->red, expected->red, colour_across, colour_down);
      }
    }
  }
}

TEST(DecodeScans, PutsTheMiddleInPlaceOfMissingBits) {
  const auto jpeg =
      make_sampled_jpeg({.width = 160, .height = 96, .quality = 90, .progressive = true});
  const auto mean_apart = [&](Scans scans, Scales scales) {
    const auto full = from_scans(jpeg, scales);
    const auto shortened = with_scans(jpeg, scans);
    EXPECT_LT(shortened.size(), jpeg.size());
    const auto seen = from_scans(shortened, scales);
    if (!full || !seen) return 255.0;
    double sum = 0;
    for (std::size_t i = 0; i < full->luma.samples.size(); ++i) {
      sum += std::abs(full->luma.samples[i] - seen->luma.samples[i]);
    }
    return sum / static_cast<double>(full->luma.samples.size());
  };
  EXPECT_LT(mean_apart(Scans::without_last_bit, {8, 8}), 1.5);
  EXPECT_LT(mean_apart(Scans::without_two_bits, {8, 8}), 3);
  EXPECT_LT(mean_apart(Scans::without_two_bits, {2, 2}), 1.5);
  EXPECT_EQ(mean_apart(Scans::luma_without_two_bits, {1, 1}), 0) << "means are exact";
}

TEST(DecodeScans, LeavesWhatIsNotItsKindToOthers) {
  const auto whole = make_sampled_jpeg({.width = 100, .height = 70, .progressive = true});
  auto wide_steps = whole;
  // The first step of the first table becomes 0.
  wide_steps[wide_steps.find("\xff\xdb") + 5] = '\0';
  auto means_missing = whole.substr(0, whole.find("\xff\xda")) + "\xff\xd9";

  struct Case {
    const char* reason;
    std::string jpeg;
  };

  const Case cases[] = {
      {"nothing", ""},
      {"no scan", means_missing},
      {"steps of 0", wide_steps},
      {"cut in a scan", whole.substr(0, whole.size() * 3 / 4) + "\xff\xd9"},
      {"a scan of noise", pictures::corrupt_scan(whole)},
      {"a last scan again", pictures::with_scans(whole, 12)},
  };
  for (const auto& row : cases) EXPECT_FALSE(from_scans(row.jpeg, {4, 4})) << row.reason;
  EXPECT_TRUE(from_scans(whole, {4, 4}));
}

TEST(DecodeScans, StopsWhenItsTimeHasPassed) {
  const Deadline passed{std::chrono::milliseconds(0), kNobodyCancels};
  const auto jpeg = make_sampled_jpeg({.progressive = true});
  const auto coefficients = Coefficients::open(jpeg, passed);
  ASSERT_TRUE(coefficients);
  EXPECT_THROW(decode_scans(*coefficients, {8, 8}, passed), vips::VError);
}

TEST(DecodeScans, GivesAFileNoMoreMemoryThanItsLimit) {
  // 65,500 x 65,500 pixels, with a frame header of a progressive picture.
  auto huge = pictures::huge_jpeg(65'500, 65'500);
  huge[huge.find("\xff\xc0") + 1] = '\xc2';
  EXPECT_FALSE(Coefficients::open(huge, kNoHurry));
}

}  // namespace
}  // namespace vitrine::images
