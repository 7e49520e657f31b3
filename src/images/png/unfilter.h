// Rows of a PNG back from what its filters made of them. Every filter takes a byte as the
// difference to a guess from the pixel on its left, the one above and the one left of that.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vitrine::images {

struct UnfilteredRow {
  // The number of the filter, and the bytes behind it.
  const std::uint8_t* filtered = nullptr;
  // The row above; of zeros for the first one.
  const std::uint8_t* above = nullptr;
  std::uint8_t* to = nullptr;
  std::size_t bytes = 0;
  // Of a pixel: 1 to 4.
  std::size_t pixel_bytes = 0;
};

// False where there is no such filter. All three rows are readable, and `to` is writable, for
// kRowSlack bytes more than they have.
bool unfilter(const UnfilteredRow& row);

// Whether the row waits for its own pixels most of the time, so that two of them are faster
// together.
bool is_slow(const UnfilteredRow& row);

// The same as unfilter for both; both are slow. `below.above` is `row.to`, and they are of one
// size.
void unfilter_two(const UnfilteredRow& row, const UnfilteredRow& below);

}  // namespace vitrine::images
