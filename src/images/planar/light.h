// Tables between encoded samples and linear light, as sRGB has them, for luma and for the weight
// that colour has beside it. Made once; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "images/planar/planes.h"

namespace vitrine::images {

// Light in fixed point: 0 is black and kWhite is white.
inline constexpr int kWhite = 16'383;
// Slopes are kept as sixteen bit numbers; a colour difference times a slope is shifted by so much.
inline constexpr int kSlopeShift = 7;

class Light {
 public:
  static const Light& tables();

  using BySample = std::array<std::int16_t, 256>;

  // Mean light of samples whose mean is the index and that lie `spread` steps around it.
  const BySample& of_luma(std::size_t spread) const { return luma_[spread]; }

  // By how much the light of such samples changes with a difference of colour. It takes fine
  // structure for shades of one colour, so that colour stays as strong as its luma.
  const BySample& slopes(std::size_t spread) const { return slopes_[spread]; }

  std::uint8_t to_luma(int light) const {
    return encoded_[static_cast<std::size_t>(light < 0 ? 0 : (light > kWhite ? kWhite : light))];
  }

  // `weighted` is a difference of colour times slopes, shifted; back to a sample beside that luma.
  std::uint8_t to_colour(int weighted, std::uint8_t luma) const {
    const int difference = (weighted * inverse_slopes_[luma] + (1 << 15)) >> 16;
    const int sample = difference + 128;
    return static_cast<std::uint8_t>(sample < 0 ? 0 : (sample > 255 ? 255 : sample));
  }

 private:
  Light();

  void fill_spread(std::size_t spread);

  std::array<BySample, kSpreads> luma_{};
  std::array<BySample, kSpreads> slopes_{};
  std::array<std::uint8_t, kWhite + 1> encoded_{};
  // 2^(16 + kSlopeShift) / slope.
  std::array<std::int32_t, 256> inverse_slopes_{};
};

}  // namespace vitrine::images
