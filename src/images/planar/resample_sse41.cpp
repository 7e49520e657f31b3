#include "images/planar/resample.h"

#if defined(__x86_64__)

#include <immintrin.h>

namespace vitrine::images {

namespace {

#define WITH_SSE41 __attribute__((target("sse4.1")))

constexpr std::size_t kLanes = 8;

WITH_SSE41 inline __m128i load(const std::int16_t* samples) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(samples));
}

WITH_SSE41 inline __m128i to_samples(__m128i low, __m128i high) {
  const auto half = _mm_set1_epi32(1 << (kWeightBits - 1));
  low = _mm_srai_epi32(_mm_add_epi32(low, half), kWeightBits);
  high = _mm_srai_epi32(_mm_add_epi32(high, half), kWeightBits);
  return _mm_packs_epi32(low, high);
}

// Two rows at a time, as with AVX2.
WITH_SSE41 void add_rows(const std::int16_t* rows,
                         std::size_t stride,
                         const std::int16_t* weights,
                         std::size_t taps,
                         std::size_t width,
                         std::int16_t* result) {
  for (std::size_t x = 0; x < width; x += kLanes) {
    auto low = _mm_setzero_si128();
    auto high = low;
    for (std::size_t tap = 0; tap < taps; tap += 2) {
      const auto* const samples = rows + tap * stride + x;
      const bool paired = tap + 1 < taps;
      const auto one = load(samples);
      const auto two = paired ? load(samples + stride) : _mm_setzero_si128();
      const int second = paired ? weights[tap + 1] : 0;
      const auto pair = static_cast<int>(static_cast<std::uint32_t>(second) << 16 |
                                         static_cast<std::uint16_t>(weights[tap]));
      const auto factors = _mm_set1_epi32(pair);
      low = _mm_add_epi32(low, _mm_madd_epi16(_mm_unpacklo_epi16(one, two), factors));
      high = _mm_add_epi32(high, _mm_madd_epi16(_mm_unpackhi_epi16(one, two), factors));
    }
    _mm_storeu_si128(reinterpret_cast<__m128i*>(result + x), to_samples(low, high));
  }
}

WITH_SSE41 inline __m128i weighted(const std::int16_t* row, const Weights& weights, std::size_t i) {
  const auto* const samples = row + weights.first(i);
  const auto* const factors = weights.of(i);
  auto sum = _mm_madd_epi16(load(samples), load(factors));
  for (std::size_t tap = kLanes; tap < weights.used_taps(); tap += kLanes) {
    sum = _mm_add_epi32(sum, _mm_madd_epi16(load(samples + tap), load(factors + tap)));
  }
  return sum;
}

WITH_SSE41 void shrink_row(const std::int16_t* row, const Weights& weights, std::int16_t* result) {
  const auto half = _mm_set1_epi32(1 << (kWeightBits - 1));
  const auto last = weights.count() - 1;
  for (std::size_t i = 0; i <= last; i += 4) {
    const auto at = [&](std::size_t k) { return i + k < last ? i + k : last; };
    const auto upper = _mm_hadd_epi32(weighted(row, weights, i), weighted(row, weights, at(1)));
    const auto lower = _mm_hadd_epi32(weighted(row, weights, at(2)), weighted(row, weights, at(3)));
    auto sums = _mm_hadd_epi32(upper, lower);
    sums = _mm_srai_epi32(_mm_add_epi32(sums, half), kWeightBits);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(result + i), _mm_packs_epi32(sums, sums));
  }
}

}  // namespace

const Resampler* sse41_resampler() {
  static constexpr Resampler kSse41{"SSE4.1", add_rows, shrink_row};
  static const bool there = __builtin_cpu_supports("sse4.1") != 0;
  return there ? &kSse41 : nullptr;
}

}  // namespace vitrine::images

#else

namespace vitrine::images {

const Resampler* sse41_resampler() {
  return nullptr;
}

}  // namespace vitrine::images

#endif
