// From the lowest waves of a block of 8x8 to scale x scale samples. Leaving the other waves out is
// the shrinking: what remains, transformed back with scale points instead of eight, is the block as
// a picture of that size.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace vitrine::images {

// Coefficients times their quantisation steps in rows of eight, the mean first. What is behind them
// is not looked at.
using Block = std::array<std::int16_t, 72>;

// Larger ones cannot come from samples of 8 bit: they are cut to this.
inline constexpr int kCoefficientMax = 2047;

// Writes scale rows of scale samples, `stride` from each other. `flat`: there is only a mean.
using InverseTransform = void (*)(const Block& block,
                                  bool flat,
                                  std::uint8_t* samples,
                                  std::size_t stride);

// The best one for this processor; `scale` is 1 to 8.
InverseTransform inverse_transform(int scale);

// For every processor. The same samples to the bit.
InverseTransform plain_inverse_transform(int scale);

}  // namespace vitrine::images
