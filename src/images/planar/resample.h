// The two loops of a resize, in fixed point. Every way to run them gives the same numbers: sums of
// whole products do not depend on their order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "images/planar/weights.h"

namespace vitrine::images {

struct Resampler {
  std::string_view name;

  // One row as the weighted sum of `taps` rows, each of `width` samples, `stride` from each other.
  // `width` is a multiple of kTapsMultiple.
  void (*add_rows)(const std::int16_t* rows,
                   std::size_t stride,
                   const std::int16_t* weights,
                   std::size_t taps,
                   std::size_t width,
                   std::int16_t* result);

  // A row of weights.count() samples out of `row`, which is readable for kTapsMultiple samples more
  // than the line is long. `result` has room for a multiple of four.
  void (*shrink_row)(const std::int16_t* row, const Weights& weights, std::int16_t* result);
};

// The best one for this processor.
const Resampler& resampler();

// For every processor; what NEON has is left to the compiler.
const Resampler& plain_resampler();

// Null where the processor does not have these instructions.
const Resampler* avx2_resampler();
const Resampler* sse41_resampler();

// A sum back to a sample.
inline std::int16_t to_sample(std::int32_t sum) {
  const std::int32_t value = (sum + (1 << (kWeightBits - 1))) >> kWeightBits;
  return static_cast<std::int16_t>(value < -32'768 ? -32'768 : (value > 32'767 ? 32'767 : value));
}

}  // namespace vitrine::images
