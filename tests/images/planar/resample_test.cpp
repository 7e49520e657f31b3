#include "images/planar/resample.h"

#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace vitrine::images {
namespace {

Line shrinking(std::uint32_t length, std::uint32_t count) {
  const double step = static_cast<double>(length) / count;
  return {.first_centre = step / 2, .step = step, .count = count, .length = length};
}

std::vector<std::int16_t> noise(std::size_t size, int low, int high) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> values(low, high);
  std::vector<std::int16_t> samples(size);
  for (auto& sample : samples) sample = static_cast<std::int16_t>(values(random));
  return samples;
}

TEST(Weights, AddUpToOneAndStayOnTheLine) {
  const Line lines[] = {shrinking(1, 1),
                        shrinking(2, 1),
                        shrinking(7, 7),
                        shrinking(750, 500),
                        shrinking(6000, 3),
                        shrinking(40, 79),
                        {.first_centre = 99.5, .step = -2, .count = 50, .length = 100}};
  for (const auto& line : lines) {
    const Weights weights(line);
    ASSERT_EQ(weights.count(), line.count);
    EXPECT_EQ(weights.taps() % kTapsMultiple, 0U);
    for (std::size_t i = 0; i < line.count; ++i) {
      EXPECT_LE(weights.first(i) + weights.used_taps(), line.length);
      const auto* const values = weights.of(i);
      EXPECT_EQ(std::accumulate(values, values + weights.taps(), 0), 1 << kWeightBits);
      for (auto tap = weights.used_taps(); tap < weights.taps(); ++tap) EXPECT_EQ(values[tap], 0);
    }
  }
}

TEST(Weights, AreMadeOnceForALine) {
  EXPECT_EQ(weights_for(shrinking(750, 500)), weights_for(shrinking(750, 500)));
  EXPECT_NE(weights_for(shrinking(750, 500)), weights_for(shrinking(751, 500)));
}

TEST(Weights, OfALineTurnedAroundAreTheSameFromTheOtherEnd) {
  const auto line = shrinking(90, 40);
  const Line turned{.first_centre = 90 - line.first_centre,
                    .step = -line.step,
                    .count = line.count,
                    .length = line.length};
  const auto row = noise(128, 0, 16'383);
  std::vector<std::int16_t> forward(64);
  std::vector<std::int16_t> backward(64);
  plain_resampler().shrink_row(row.data(), Weights(line), forward.data());
  plain_resampler().shrink_row(row.data(), Weights(turned), backward.data());
  for (std::size_t i = 0; i < 40; ++i) EXPECT_NEAR(forward[i], backward[39 - i], 2) << i;
}

// Those that this processor has.
std::vector<const Resampler*> fast_resamplers() {
  std::vector<const Resampler*> found{avx2_resampler(), sse41_resampler()};
  std::erase(found, nullptr);
  return found;
}

class ResamplerOf : public testing::TestWithParam<const Resampler*> {};

TEST_P(ResamplerOf, AProcessorGivesTheNumbersOfAllOthers) {
  const auto& plain = plain_resampler();
  const auto& fast = *GetParam();
  for (const int high : {16'383, 32'767}) {
    const auto rows = noise(64 * 40, -high, high);
    for (const std::size_t taps : {1U, 2U, 7U, 12U, 39U}) {
      const Weights weights(shrinking(40, 17));
      const auto* const factors = weights.of(8);
      std::vector<std::int16_t> expected(48);
      std::vector<std::int16_t> seen(48);
      const auto used = std::min(taps, weights.taps());
      plain.add_rows(rows.data(), 64, factors, used, 48, expected.data());
      fast.add_rows(rows.data(), 64, factors, used, 48, seen.data());
      EXPECT_EQ(seen, expected) << taps;
    }
    for (const std::uint32_t count : {1U, 2U, 3U, 4U, 31U, 200U, 1000U}) {
      const Weights weights(shrinking(1000, count));
      std::vector<std::int16_t> expected(1008);
      std::vector<std::int16_t> seen(1008);
      plain.shrink_row(rows.data(), weights, expected.data());
      fast.shrink_row(rows.data(), weights, seen.data());
      expected.resize(count);
      seen.resize(count);
      EXPECT_EQ(seen, expected) << count;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(WithTheInstructionsOf,
                         ResamplerOf,
                         testing::ValuesIn(fast_resamplers()),
                         [](const auto& test) {
                           return test.param->name == "AVX2" ? "Avx2" : "Sse41";
                         });
// A processor may have none of them.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ResamplerOf);

}  // namespace
}  // namespace vitrine::images
