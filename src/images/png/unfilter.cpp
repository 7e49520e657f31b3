#include "images/png/unfilter.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace vitrine::images {

namespace {

#if defined(__SSE2__)

// A pixel of one to four bytes is read as four; bytes that are the next pixel's are computed, too,
// written, and overwritten when it is its turn.
__m128i load(const std::uint8_t* bytes) {
  std::int32_t four = 0;
  std::memcpy(&four, bytes, sizeof four);
  return _mm_cvtsi32_si128(four);
}

void store(std::uint8_t* to, __m128i pixel) {
  const std::int32_t four = _mm_cvtsi128_si32(pixel);
  std::memcpy(to, &four, sizeof four);
}

template <std::size_t pixel_bytes>
void undo_sub(const UnfilteredRows& rows) {
  auto left = _mm_setzero_si128();
  for (std::size_t i = 0; i < rows.bytes; i += pixel_bytes) {
    left = _mm_add_epi8(left, load(rows.filtered + 1 + i));
    store(rows.to + i, left);
  }
}

template <std::size_t pixel_bytes>
void undo_average(const UnfilteredRows& rows) {
  const auto one = _mm_set1_epi8(1);
  auto left = _mm_setzero_si128();
  for (std::size_t i = 0; i < rows.bytes; i += pixel_bytes) {
    const auto above = load(rows.above + i);
    // The instruction rounds up, the filter down.
    const auto odd = _mm_and_si128(_mm_xor_si128(left, above), one);
    const auto guess = _mm_sub_epi8(_mm_avg_epu8(left, above), odd);
    left = _mm_add_epi8(guess, load(rows.filtered + 1 + i));
    store(rows.to + i, left);
  }
}

__m128i absolute(__m128i value) {
  return _mm_max_epi16(value, _mm_sub_epi16(_mm_setzero_si128(), value));
}

__m128i choose(__m128i mask, __m128i yes, __m128i no) {
  return _mm_or_si128(_mm_and_si128(mask, yes), _mm_andnot_si128(mask, no));
}

// Of left, above and the corner between them the one that is nearest to left + above - corner; in
// case of a tie in this order.
__m128i paeth(__m128i left, __m128i above, __m128i corner) {
  const auto from_corner = _mm_sub_epi16(left, corner);
  const auto to_left = _mm_sub_epi16(above, corner);
  const auto off_left = absolute(to_left);
  const auto off_above = absolute(from_corner);
  const auto off_corner = absolute(_mm_add_epi16(to_left, from_corner));
  const auto least = _mm_min_epi16(off_corner, _mm_min_epi16(off_left, off_above));
  return choose(_mm_cmpeq_epi16(least, off_left),
                left,
                choose(_mm_cmpeq_epi16(least, off_above), above, corner));
}

template <std::size_t pixel_bytes>
void undo_paeth(const UnfilteredRows& rows) {
  const auto zero = _mm_setzero_si128();
  const auto low_bytes = _mm_set1_epi16(0xff);
  auto left = zero;
  auto corner = zero;
  for (std::size_t i = 0; i < rows.bytes; i += pixel_bytes) {
    const auto above = _mm_unpacklo_epi8(load(rows.above + i), zero);
    const auto filtered = _mm_unpacklo_epi8(load(rows.filtered + 1 + i), zero);
    left = _mm_and_si128(_mm_add_epi16(paeth(left, above, corner), filtered), low_bytes);
    corner = above;
    store(rows.to + i, _mm_packus_epi16(left, left));
  }
}

#else

template <std::size_t pixel_bytes, typename Guess>
void undo(const UnfilteredRows& rows, Guess guess) {
  for (std::size_t i = 0; i < rows.bytes; ++i) {
    const bool first = i < pixel_bytes;
    const int left = first ? 0 : rows.to[i - pixel_bytes];
    const int corner = first ? 0 : rows.above[i - pixel_bytes];
    rows.to[i] =
        static_cast<std::uint8_t>(rows.filtered[1 + i] + guess(left, rows.above[i], corner));
  }
}

template <std::size_t pixel_bytes>
void undo_sub(const UnfilteredRows& rows) {
  undo<pixel_bytes>(rows, [](int left, int, int) { return left; });
}

template <std::size_t pixel_bytes>
void undo_average(const UnfilteredRows& rows) {
  undo<pixel_bytes>(rows, [](int left, int above, int) { return (left + above) / 2; });
}

template <std::size_t pixel_bytes>
void undo_paeth(const UnfilteredRows& rows) {
  undo<pixel_bytes>(rows, [](int left, int above, int corner) {
    const int off_left = std::abs(above - corner);
    const int off_above = std::abs(left - corner);
    const int off_corner = std::abs(left + above - 2 * corner);
    if (off_left <= off_above && off_left <= off_corner) return left;
    return off_above <= off_corner ? above : corner;
  });
}

#endif

void undo_up(const UnfilteredRows& rows) {
  for (std::size_t i = 0; i < rows.bytes; ++i) {
    rows.to[i] = static_cast<std::uint8_t>(rows.filtered[1 + i] + rows.above[i]);
  }
}

template <std::size_t pixel_bytes>
bool unfilter_pixels(const UnfilteredRows& rows) {
  switch (rows.filtered[0]) {
    case 0:
      std::copy_n(rows.filtered + 1, rows.bytes, rows.to);
      return true;
    case 1:
      undo_sub<pixel_bytes>(rows);
      return true;
    case 2:
      undo_up(rows);
      return true;
    case 3:
      undo_average<pixel_bytes>(rows);
      return true;
    case 4:
      undo_paeth<pixel_bytes>(rows);
      return true;
    default:
      return false;
  }
}

}  // namespace

bool unfilter(const UnfilteredRows& rows) {
  switch (rows.pixel_bytes) {
    case 1:
      return unfilter_pixels<1>(rows);
    case 2:
      return unfilter_pixels<2>(rows);
    case 3:
      return unfilter_pixels<3>(rows);
    default:
      return unfilter_pixels<4>(rows);
  }
}

}  // namespace vitrine::images
