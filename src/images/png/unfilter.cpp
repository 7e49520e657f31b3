#include "images/png/unfilter.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace vitrine::images {

namespace {

enum Filter : std::uint8_t { none, sub, up, average, paeth };

// A pixel in vectors as compilers have them for every processor. One of less than four bytes is
// read as four; bytes that are the next pixel's are computed, too, and overwritten when it is its
// turn.
using Lanes = std::int16_t __attribute__((vector_size(16)));
using Bytes = std::uint8_t __attribute__((vector_size(8)));

constexpr std::size_t kRead = 4;

Lanes load(const std::uint8_t* from) {
  Bytes bytes{};
  std::memcpy(&bytes, from, kRead);
  return __builtin_convertvector(bytes, Lanes);
}

void store(std::uint8_t* to, Lanes pixel) {
  const auto bytes = __builtin_convertvector(pixel, Bytes);
  std::memcpy(to, &bytes, kRead);
}

// Two pixels in one vector.
Lanes load_two(const std::uint8_t* low, const std::uint8_t* high) {
  std::array<std::uint8_t, 2 * kRead> bytes{};
  std::memcpy(bytes.data(), low, kRead);
  std::memcpy(bytes.data() + kRead, high, kRead);
  Bytes both{};
  std::memcpy(&both, bytes.data(), sizeof both);
  return __builtin_convertvector(both, Lanes);
}

void store_two(std::uint8_t* low, std::uint8_t* high, Lanes pixels) {
  const auto both = __builtin_convertvector(pixels, Bytes);
  std::array<std::uint8_t, 2 * kRead> bytes{};
  std::memcpy(bytes.data(), &both, sizeof both);
  std::memcpy(low, bytes.data(), kRead);
  std::memcpy(high, bytes.data() + kRead, kRead);
}

Lanes absolute(Lanes value) {
  return value < 0 ? -value : value;
}

Lanes least(Lanes a, Lanes b) {
  return a < b ? a : b;
}

// What a filter knows of its row as it goes along; `next` gives the next pixel.
struct Sub {
  Lanes left{};

  Lanes next(Lanes filtered, Lanes /*above*/) {
    left = (left + filtered) & 0xff;
    return left;
  }
};

struct Average {
  Lanes left{};

  Lanes next(Lanes filtered, Lanes above) {
    left = (((left + above) >> 1) + filtered) & 0xff;
    return left;
  }
};

struct Paeth {
  Lanes left{};
  Lanes corner{};

  // Of left, above and the corner between them the one that is nearest to left + above - corner; in
  // case of a tie in this order.
  Lanes next(Lanes filtered, Lanes above) {
    const auto to_left = above - corner;
    const auto to_above = left - corner;
    const auto off_left = absolute(to_left);
    const auto off_above = absolute(to_above);
    const auto off_corner = absolute(to_left + to_above);
    const auto nearest = least(off_corner, least(off_left, off_above));
    const auto guess = nearest == off_left ? left : (nearest == off_above ? above : corner);
    corner = above;
    left = (guess + filtered) & 0xff;
    return left;
  }
};

// Rows are taken by value here, as what is written might else be the pointers themselves.
template <typename Way, std::size_t pixel_bytes>
void undo(UnfilteredRow row) {
  Way way;
  for (std::size_t i = 0; i < row.bytes; i += pixel_bytes) {
    store(row.to + i, way.next(load(row.filtered + 1 + i), load(row.above + i)));
  }
}

bool are_zeros(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word == 0;
}

constexpr std::size_t kWord = sizeof(std::uint64_t);

// Where nothing differs from its guess, and left is as the corner is, then the guess is the pixel
// above, and so it is as long as nothing differs: in drawings for most of the row.
template <std::size_t pixel_bytes>
void undo_paeth(UnfilteredRow row) {
  Paeth way;
  const auto* const filtered = row.filtered + 1;
  for (std::size_t i = 0; i < row.bytes;) {
    if (i == 0 || !are_zeros(filtered + i) ||
        std::memcmp(row.to + i - pixel_bytes, row.above + i - pixel_bytes, pixel_bytes) != 0) {
      store(row.to + i, way.next(load(filtered + i), load(row.above + i)));
      i += pixel_bytes;
      continue;
    }
    const auto from = i;
    while (i < row.bytes && are_zeros(filtered + i)) i += kWord;
    const auto run = (std::min(i, row.bytes) - from) / pixel_bytes * pixel_bytes;
    std::copy_n(row.above + from, run, row.to + from);
    i = from + run;
    way.left = way.corner = load(row.above + i - pixel_bytes);
  }
}

bool is_mostly_zeros(const UnfilteredRow& row) {
  std::size_t zeros = 0;
  for (std::size_t i = 0; i < row.bytes; i += kWord)
    zeros += are_zeros(row.filtered + 1 + i) ? 1 : 0;
  return zeros * 2 * kWord > row.bytes;
}

// The row below follows one pixel behind, so that the processor has two chains to work on.
template <typename Way, typename WayBelow, std::size_t pixel_bytes>
void undo_two(UnfilteredRow row, UnfilteredRow below) {
  Way way;
  WayBelow way_below;
  auto above = way.next(load(row.filtered + 1), load(row.above));
  store(row.to, above);
  for (std::size_t i = pixel_bytes; i < row.bytes; i += pixel_bytes) {
    const auto pixel = way.next(load(row.filtered + 1 + i), load(row.above + i));
    store(row.to + i, pixel);
    const auto behind = i - pixel_bytes;
    store(below.to + behind, way_below.next(load(below.filtered + 1 + behind), above));
    above = pixel;
  }
  const auto last = below.bytes - pixel_bytes;
  store(below.to + last, way_below.next(load(below.filtered + 1 + last), above));
}

// Two rows of the same filter, and a vector for both of them.
template <std::size_t pixel_bytes>
void undo_two_paeth(UnfilteredRow row, UnfilteredRow below) {
  Paeth way;
  // Of `row` in the low half, of `below`, which is one pixel behind, in the high half.
  Lanes both = way.next(load(row.filtered + 1), load(row.above));
  store(row.to, both);
  for (std::size_t i = pixel_bytes; i < row.bytes; i += pixel_bytes) {
    const auto behind = i - pixel_bytes;
    const auto filtered = load_two(row.filtered + 1 + i, below.filtered + 1 + behind);
    const auto above = __builtin_shufflevector(load(row.above + i), both, 0, 1, 2, 3, 8, 9, 10, 11);
    both = way.next(filtered, above);
    store_two(row.to + i, below.to + behind, both);
  }
  const auto last = below.bytes - pixel_bytes;
  const auto above = __builtin_shufflevector(both, both, 0, 1, 2, 3, 8, 9, 10, 11);
  both = way.next(load_two(below.filtered + 1 + last, below.filtered + 1 + last), above);
  store(below.to + last, __builtin_shufflevector(both, both, 4, 5, 6, 7, 4, 5, 6, 7));
}

void undo_up(UnfilteredRow row) {
  for (std::size_t i = 0; i < row.bytes; ++i) {
    row.to[i] = static_cast<std::uint8_t>(row.filtered[1 + i] + row.above[i]);
  }
}

// Calls `make` with the number of bytes of a pixel as a constant.
template <typename Make>
void for_pixels_of(std::size_t pixel_bytes, Make make) {
  switch (pixel_bytes) {
    case 1:
      return make.template operator()<1>();
    case 2:
      return make.template operator()<2>();
    case 3:
      return make.template operator()<3>();
    default:
      return make.template operator()<4>();
  }
}

template <typename Way>
void undo_slowly(const UnfilteredRow& row) {
  for_pixels_of(row.pixel_bytes, [&]<std::size_t bytes>() { undo<Way, bytes>(row); });
}

template <typename Way>
void undo_with_below(const UnfilteredRow& row, const UnfilteredRow& below) {
  for_pixels_of(row.pixel_bytes, [&]<std::size_t bytes>() {
    switch (below.filtered[0]) {
      case sub:
        return undo_two<Way, Sub, bytes>(row, below);
      case average:
        return undo_two<Way, Average, bytes>(row, below);
      default:
        return undo_two<Way, Paeth, bytes>(row, below);
    }
  });
}

}  // namespace

bool unfilter(const UnfilteredRow& row) {
  switch (row.filtered[0]) {
    case none:
      std::copy_n(row.filtered + 1, row.bytes, row.to);
      return true;
    case sub:
      undo_slowly<Sub>(row);
      return true;
    case up:
      undo_up(row);
      return true;
    case average:
      undo_slowly<Average>(row);
      return true;
    case paeth:
      for_pixels_of(row.pixel_bytes, [&]<std::size_t bytes>() { undo_paeth<bytes>(row); });
      return true;
    default:
      return false;
  }
}

bool is_slow(const UnfilteredRow& row) {
  const auto filter = row.filtered[0];
  return (filter == sub || filter == average || filter == paeth) && !is_mostly_zeros(row);
}

void unfilter_two(const UnfilteredRow& row, const UnfilteredRow& below) {
  if (row.filtered[0] == paeth && below.filtered[0] == paeth) {
    return for_pixels_of(row.pixel_bytes,
                         [&]<std::size_t bytes>() { undo_two_paeth<bytes>(row, below); });
  }
  switch (row.filtered[0]) {
    case sub:
      return undo_with_below<Sub>(row, below);
    case average:
      return undo_with_below<Average>(row, below);
    default:
      return undo_with_below<Paeth>(row, below);
  }
}

}  // namespace vitrine::images
