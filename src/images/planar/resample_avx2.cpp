#include "images/planar/resample.h"

#if defined(__x86_64__)

#include <immintrin.h>

namespace vitrine::images {

namespace {

#define WITH_AVX2 __attribute__((target("avx2")))

WITH_AVX2 inline __m256i load(const std::int16_t* samples) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(samples));
}

WITH_AVX2 inline __m256i to_samples(__m256i low, __m256i high) {
  const auto half = _mm256_set1_epi32(1 << (kWeightBits - 1));
  low = _mm256_srai_epi32(_mm256_add_epi32(low, half), kWeightBits);
  high = _mm256_srai_epi32(_mm256_add_epi32(high, half), kWeightBits);
  return _mm256_packs_epi32(low, high);
}

// Two rows at a time: their samples are laid beside each other, and one instruction multiplies and
// adds each pair. Unpacking and packing shuffle within halves of a vector in the same way.
WITH_AVX2 void add_rows(const std::int16_t* rows,
                        std::size_t stride,
                        const std::int16_t* weights,
                        std::size_t taps,
                        std::size_t width,
                        std::int16_t* result) {
  for (std::size_t x = 0; x < width; x += kTapsMultiple) {
    auto low = _mm256_setzero_si256();
    auto high = low;
    for (std::size_t tap = 0; tap < taps; tap += 2) {
      const auto* const samples = rows + tap * stride + x;
      const bool paired = tap + 1 < taps;
      const auto one = load(samples);
      const auto two = paired ? load(samples + stride) : _mm256_setzero_si256();
      const int second = paired ? weights[tap + 1] : 0;
      const auto pair = static_cast<int>(static_cast<std::uint32_t>(second) << 16 |
                                         static_cast<std::uint16_t>(weights[tap]));
      const auto factors = _mm256_set1_epi32(pair);
      low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_unpacklo_epi16(one, two), factors));
      high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_unpackhi_epi16(one, two), factors));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(result + x), to_samples(low, high));
  }
}

WITH_AVX2 inline __m256i weighted(const std::int16_t* row, const Weights& weights, std::size_t i) {
  const auto* const samples = row + weights.first(i);
  const auto* const factors = weights.of(i);
  auto sum = _mm256_madd_epi16(load(samples), load(factors));
  for (std::size_t tap = kTapsMultiple; tap < weights.taps(); tap += kTapsMultiple) {
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(load(samples + tap), load(factors + tap)));
  }
  return sum;
}

// Four sums of eight numbers each, as four numbers.
WITH_AVX2 inline __m128i add_up(__m256i a, __m256i b, __m256i c, __m256i d) {
  const auto sums = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));
  return _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
}

WITH_AVX2 void shrink_row(const std::int16_t* row, const Weights& weights, std::int16_t* result) {
  const auto half = _mm_set1_epi32(1 << (kWeightBits - 1));
  const auto last = weights.count() - 1;
  for (std::size_t i = 0; i <= last; i += 4) {
    const auto at = [&](std::size_t k) { return i + k < last ? i + k : last; };
    auto sums = add_up(weighted(row, weights, i),
                       weighted(row, weights, at(1)),
                       weighted(row, weights, at(2)),
                       weighted(row, weights, at(3)));
    sums = _mm_srai_epi32(_mm_add_epi32(sums, half), kWeightBits);
    _mm_storel_epi64(reinterpret_cast<__m128i*>(result + i), _mm_packs_epi32(sums, sums));
  }
}

}  // namespace

const Resampler* avx2_resampler() {
  static constexpr Resampler kAvx2{"AVX2", add_rows, shrink_row};
  static const bool there = __builtin_cpu_supports("avx2") != 0;
  return there ? &kAvx2 : nullptr;
}

}  // namespace vitrine::images

#else

namespace vitrine::images {

const Resampler* avx2_resampler() {
  return nullptr;
}

}  // namespace vitrine::images

#endif
