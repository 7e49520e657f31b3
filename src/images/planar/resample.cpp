#include "images/planar/resample.h"

#include <algorithm>
#include <array>

namespace vitrine::images {

namespace {

void add_rows(const std::int16_t* rows,
              std::size_t stride,
              const std::int16_t* weights,
              std::size_t taps,
              std::size_t width,
              std::int16_t* result) {
  for (std::size_t x = 0; x < width; x += kTapsMultiple) {
    std::array<std::int32_t, kTapsMultiple> sums{};
    for (std::size_t tap = 0; tap < taps; ++tap) {
      const auto* const samples = rows + tap * stride + x;
      for (std::size_t i = 0; i < kTapsMultiple; ++i) sums[i] += samples[i] * weights[tap];
    }
    std::ranges::transform(sums, result + x, to_sample);
  }
}

void shrink_row(const std::int16_t* row, const Weights& weights, std::int16_t* result) {
  const auto taps = weights.taps();
  for (std::size_t i = 0; i < weights.count(); ++i) {
    const auto* const samples = row + weights.first(i);
    const auto* const factors = weights.of(i);
    std::int32_t sum = 0;
    // Whole vectors: compilers make the instructions of the processor out of it, NEON too.
    for (std::size_t tap = 0; tap < taps; tap += kTapsMultiple) {
      for (std::size_t k = tap; k < tap + kTapsMultiple; ++k) sum += samples[k] * factors[k];
    }
    result[i] = to_sample(sum);
  }
}

}  // namespace

const Resampler& plain_resampler() {
  static constexpr Resampler kPlain{"plain", add_rows, shrink_row};
  return kPlain;
}

const Resampler& resampler() {
  static const Resampler& best = avx2_resampler()    ? *avx2_resampler()
                                 : sse41_resampler() ? *sse41_resampler()
                                                     : plain_resampler();
  return best;
}

}  // namespace vitrine::images
