#include "images/planar/jpeg_steps.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

namespace vitrine::images {
namespace {

unsigned sum_of(const QuantisationSteps& steps) {
  return std::accumulate(steps.begin(), steps.end(), 0U);
}

TEST(JpegSteps, FitIntoABaselineJpegAtEveryQuality) {
  for (int quality = 1; quality <= 100; ++quality) {
    for (const auto& steps : {luma_steps(quality), colour_steps(quality)}) {
      EXPECT_GE(std::ranges::min(steps), 1U) << quality;
      EXPECT_LE(std::ranges::max(steps), 255U) << quality;
    }
  }
}

TEST(JpegSteps, GetFinerWithQuality) {
  for (int quality = 1; quality < 100; ++quality) {
    EXPECT_GE(sum_of(luma_steps(quality)), sum_of(luma_steps(quality + 1))) << quality;
    EXPECT_GE(sum_of(colour_steps(quality)), sum_of(colour_steps(quality + 1))) << quality;
  }
  EXPECT_EQ(sum_of(luma_steps(100)), 64U);
}

TEST(JpegSteps, GrowWithDistanceFromTheMeanAndAreTheSameBothWays) {
  const auto steps = luma_steps(50);
  EXPECT_EQ(steps[0], 6U);
  EXPECT_EQ(steps[7], 45U);
  for (std::size_t down = 0; down < 8; ++down) {
    for (std::size_t across = 0; across < 8; ++across) {
      EXPECT_EQ(steps[8 * down + across], steps[8 * across + down]);
      if (across > 0) {
        EXPECT_GE(steps[8 * down + across], steps[8 * down + across - 1]);
      }
    }
  }
}

}  // namespace
}  // namespace vitrine::images
