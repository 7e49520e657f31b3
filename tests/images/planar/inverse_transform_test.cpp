#include "images/planar/inverse_transform.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine::images {
namespace {

constexpr std::size_t kStride = 16;
using Samples = std::array<std::uint8_t, 8 * kStride>;

Samples transformed(InverseTransform transform, const Block& block, bool flat) {
  Samples samples;
  samples.fill(77);
  transform(block, flat, samples.data(), kStride);
  return samples;
}

Block random_block(std::mt19937& random, int largest) {
  std::uniform_int_distribution<int> values(-largest, largest);
  Block block{};
  for (auto& coefficient : block) coefficient = static_cast<std::int16_t>(values(random));
  return block;
}

std::vector<Block> blocks() {
  std::mt19937 random(3);
  std::vector<Block> made;
  for (const int largest : {1, 30, 300, kCoefficientMax}) {
    for (int i = 0; i < 50; ++i) made.push_back(random_block(random, largest));
  }
  for (const int all : {kCoefficientMax, -kCoefficientMax}) {
    made.emplace_back().fill(static_cast<std::int16_t>(all));
  }
  return made;
}

TEST(InverseTransform, GivesTheSameSamplesOnEveryProcessor) {
  for (int scale = 1; scale <= 8; ++scale) {
    for (const auto& block : blocks()) {
      ASSERT_EQ(transformed(inverse_transform(scale), block, false),
                transformed(plain_inverse_transform(scale), block, false))
          << scale;
    }
  }
}

TEST(InverseTransform, WritesNothingBesideItsSamples) {
  for (int scale = 1; scale <= 8; ++scale) {
    const auto side = static_cast<std::size_t>(scale);
    for (const bool flat : {false, true}) {
      const auto samples = transformed(inverse_transform(scale), Block{}, flat);
      for (std::size_t i = 0; i < samples.size(); ++i) {
        const bool inside = i % kStride < side && i / kStride < side;
        EXPECT_EQ(samples[i], inside ? 128 : 77) << scale << " at " << i;
      }
    }
  }
}

TEST(InverseTransform, OfAMeanAloneIsFlat) {
  for (int scale = 1; scale <= 8; ++scale) {
    for (const int mean : {-1024, -500, -4, 0, 3, 4, 700, 1023}) {
      Block block{};
      block[0] = static_cast<std::int16_t>(mean);
      EXPECT_EQ(transformed(inverse_transform(scale), block, false),
                transformed(inverse_transform(scale), block, true))
          << scale << " of " << mean;
    }
  }
}

}  // namespace
}  // namespace vitrine::images
