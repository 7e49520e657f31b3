#include "images/png/filter_rows.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace vitrine::images {

namespace {

constexpr std::size_t kFilters = 5;
constexpr std::size_t kBytes = 16;

// As compilers have them for every processor.
using Bytes = std::uint8_t __attribute__((vector_size(kBytes)));
using Pairs = std::uint16_t __attribute__((vector_size(kBytes)));

// A row with zeros where its left neighbour and the row above have no pixel, and zeros behind it.
struct Neighbours {
  const std::uint8_t* row = nullptr;
  const std::uint8_t* above = nullptr;
  std::size_t bytes = 0;
  std::size_t pixel_bytes = 0;
};

Bytes load(const std::uint8_t* from) {
  Bytes bytes;
  std::memcpy(&bytes, from, kBytes);
  return bytes;
}

Bytes least(Bytes a, Bytes b) {
  return a < b ? a : b;
}

Bytes distance(Bytes a, Bytes b) {
  return a < b ? b - a : a - b;
}

Bytes left_of(Bytes left, Bytes /*above*/, Bytes /*corner*/) {
  return left;
}

Bytes above_of(Bytes /*left*/, Bytes above, Bytes /*corner*/) {
  return above;
}

Bytes average(Bytes left, Bytes above, Bytes /*corner*/) {
  return (left & above) + ((left ^ above) >> 1);
}

// left + above - corner is as far from the corner as both sides are together, where they lie in the
// same direction of it; else as far as they differ. In the first case neither is further away than
// that.
Bytes paeth(Bytes left, Bytes above, Bytes corner) {
  const auto off_left = distance(above, corner);
  const auto off_above = distance(left, corner);
  const Bytes same_side = (left < corner) == (above < corner);
  const auto off_corner = same_side | distance(off_left, off_above);
  const auto second = off_above <= off_corner ? above : corner;
  const auto left_is_nearest = (off_left <= off_above) & (off_left <= off_corner);
  return left_is_nearest ? left : second;
}

// Writes the differences to the guesses. The sum of how far they are from 0, taken as signed; that
// of a long row in parts, each of which fits.
template <Bytes (*guess)(Bytes, Bytes, Bytes)>
std::uint64_t apply(const Neighbours& at, std::uint8_t* to) {
  constexpr std::size_t kPart = 128 * kBytes;
  std::uint64_t sum = 0;
  for (std::size_t from = 0; from < at.bytes; from += kPart) {
    Pairs sums{};
    for (std::size_t i = from; i < std::min(at.bytes, from + kPart); i += kBytes) {
      const auto* const row = at.row + i;
      const auto* const above = at.above + i;
      const Bytes bytes =
          load(row) - guess(load(row - at.pixel_bytes), load(above), load(above - at.pixel_bytes));
      std::memcpy(to + i, &bytes, kBytes);
      const Bytes nearest = least(bytes, -bytes);
      Pairs pairs;
      std::memcpy(&pairs, &nearest, kBytes);
      sums += (pairs & 0xff) + (pairs >> 8);
    }
    for (std::size_t i = 0; i < kBytes / 2; ++i) sum += sums[i];
  }
  return sum;
}

Bytes nothing(Bytes /*left*/, Bytes /*above*/, Bytes /*corner*/) {
  return Bytes{};
}

// A copy of the last two rows, between zeros.
class Rows {
 public:
  explicit Rows(const PixelRows& rows) : rows_(rows) {
    for (auto& row : kept_) row.resize(rows.pixel_bytes + rows.row_bytes() + kBytes);
  }

  Neighbours at(std::size_t y) {
    auto& row = kept_[y % 2];
    std::copy_n(
        rows_.samples + y * rows_.row_bytes(), rows_.row_bytes(), row.data() + rows_.pixel_bytes);
    return {.row = row.data() + rows_.pixel_bytes,
            .above = kept_[1 - y % 2].data() + rows_.pixel_bytes,
            .bytes = rows_.row_bytes(),
            .pixel_bytes = rows_.pixel_bytes};
  }

 private:
  const PixelRows& rows_;
  std::array<std::vector<std::uint8_t>, 2> kept_;
};

}  // namespace

std::vector<std::uint8_t> filter_rows(const PixelRows& rows) {
  using Filter = std::uint64_t (*)(const Neighbours&, std::uint8_t*);
  constexpr std::array<Filter, kFilters> kAll = {
      apply<nothing>, apply<left_of>, apply<above_of>, apply<average>, apply<paeth>};
  std::array<std::vector<std::uint8_t>, kFilters> tried;
  for (auto& row : tried) row.resize(rows.row_bytes() + kBytes);
  std::vector<std::uint8_t> result((rows.row_bytes() + 1) * rows.height);
  Rows window(rows);
  auto* to = result.data();
  for (std::size_t y = 0; y < rows.height; ++y) {
    const auto at = window.at(y);
    std::array<std::uint64_t, kFilters> sums{};
    for (std::size_t i = 0; i < kFilters; ++i) sums[i] = kAll[i](at, tried[i].data());
    const auto best = static_cast<std::size_t>(std::ranges::min_element(sums) - sums.begin());
    *to++ = static_cast<std::uint8_t>(best);
    to = std::copy_n(tried[best].data(), rows.row_bytes(), to);
  }
  return result;
}

std::vector<std::uint8_t> plain_rows(const PixelRows& rows) {
  std::vector<std::uint8_t> result((rows.row_bytes() + 1) * rows.height);
  for (std::size_t y = 0; y < rows.height; ++y) {
    std::copy_n(rows.samples + y * rows.row_bytes(),
                rows.row_bytes(),
                result.data() + y * (rows.row_bytes() + 1) + 1);
  }
  return result;
}

}  // namespace vitrine::images
