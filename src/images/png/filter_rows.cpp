#include "images/png/filter_rows.h"

#include <algorithm>
#include <array>

namespace vitrine::images {

namespace {

constexpr std::size_t kFilters = 5;

// A row with zeros where its left neighbour and the row above have no pixel.
struct Neighbours {
  const std::uint8_t* row = nullptr;
  const std::uint8_t* above = nullptr;
  std::size_t bytes = 0;
  std::size_t pixel_bytes = 0;
};

std::uint8_t low_byte(int value) {
  return static_cast<std::uint8_t>(value);
}

// The loops are without branches, so that compilers make vectors of them.
void sub(const Neighbours& at, std::uint8_t* to) {
  const auto* const left = at.row - at.pixel_bytes;
  for (std::size_t i = 0; i < at.bytes; ++i) to[i] = low_byte(at.row[i] - left[i]);
}

void up(const Neighbours& at, std::uint8_t* to) {
  for (std::size_t i = 0; i < at.bytes; ++i) to[i] = low_byte(at.row[i] - at.above[i]);
}

void average(const Neighbours& at, std::uint8_t* to) {
  const auto* const left = at.row - at.pixel_bytes;
  for (std::size_t i = 0; i < at.bytes; ++i) {
    to[i] = low_byte(at.row[i] - ((left[i] + at.above[i]) >> 1));
  }
}

std::int16_t distance(std::int16_t value) {
  return static_cast<std::int16_t>(value < 0 ? -value : value);
}

void paeth(const Neighbours& at, std::uint8_t* to) {
  const auto* const left = at.row - at.pixel_bytes;
  const auto* const corner = at.above - at.pixel_bytes;
  for (std::size_t i = 0; i < at.bytes; ++i) {
    const auto to_left = static_cast<std::int16_t>(at.above[i] - corner[i]);
    const auto to_above = static_cast<std::int16_t>(left[i] - corner[i]);
    const auto off_left = distance(to_left);
    const auto off_above = distance(to_above);
    const auto off_corner = distance(static_cast<std::int16_t>(to_left + to_above));
    const auto second = off_above <= off_corner ? at.above[i] : corner[i];
    const auto nearer = off_above <= off_corner ? off_above : off_corner;
    to[i] = low_byte(at.row[i] - (off_left <= nearer ? left[i] : second));
  }
}

// How far the bytes are from 0, taken as signed.
std::uint64_t sum_of(const std::uint8_t* bytes, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += std::min(bytes[i], static_cast<std::uint8_t>(-bytes[i]));
  }
  return sum;
}

// A copy of the last two rows, behind zeros.
class Rows {
 public:
  explicit Rows(const PixelRows& rows) : rows_(rows) {
    for (auto& row : kept_) row.resize(rows.pixel_bytes + rows.row_bytes());
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
  using Filter = void (*)(const Neighbours&, std::uint8_t*);
  constexpr std::array<Filter, kFilters> kAll = {nullptr, sub, up, average, paeth};
  std::vector<std::uint8_t> result((rows.row_bytes() + 1) * rows.height);
  std::vector<std::uint8_t> tried(rows.row_bytes());
  Rows window(rows);
  auto* to = result.data();
  for (std::size_t y = 0; y < rows.height; ++y, to += rows.row_bytes() + 1) {
    const auto at = window.at(y);
    to[0] = 0;
    std::copy_n(at.row, at.bytes, to + 1);
    auto least = sum_of(at.row, at.bytes);
    for (std::size_t i = 1; i < kFilters; ++i) {
      kAll[i](at, tried.data());
      const auto sum = sum_of(tried.data(), at.bytes);
      if (sum >= least) continue;
      least = sum;
      to[0] = low_byte(static_cast<int>(i));
      std::ranges::copy(tried, to + 1);
    }
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
