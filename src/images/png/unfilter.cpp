#include "images/png/unfilter.h"

#include <algorithm>
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

void undo_up(const UnfilteredRow& row) {
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
      undo_slowly<Paeth>(row);
      return true;
    default:
      return false;
  }
}

bool is_slow_filter(std::uint8_t filter) {
  return filter == sub || filter == average || filter == paeth;
}

void unfilter_two(const UnfilteredRow& row, const UnfilteredRow& below) {
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
