// What readers of blocks have in common.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "images/planar/bit_reader.h"
#include "images/planar/code_tables.h"
#include "images/planar/inverse_transform.h"

namespace vitrine::images {

// The place in rows of eight of every place in the zigzag.
constexpr std::array<std::uint8_t, 64> make_zigzag() {
  std::array<std::uint8_t, 64> places{};
  std::size_t at = 0;
  for (unsigned diagonal = 0; diagonal < 15; ++diagonal) {
    for (unsigned i = 0; i <= diagonal; ++i) {
      const unsigned down = diagonal % 2 == 0 ? diagonal - i : i;
      const unsigned across = diagonal - down;
      if (down < 8 && across < 8) places[at++] = static_cast<std::uint8_t>(down * 8 + across);
    }
  }
  return places;
}

inline constexpr auto kZigzag = make_zigzag();
// Means are added up; a sane file stays far below.
inline constexpr int kMeanMax = 1 << 15;

inline std::int16_t times_step(int value, int step) {
  return static_cast<std::int16_t>(std::clamp(value * step, -kCoefficientMax, kCoefficientMax));
}

// The slow way works on a copy, so that the reader itself can stay in registers.
[[gnu::always_inline]] inline NumberTable::Number read_alone(BitReader& reader,
                                                             const NumberTable& table) {
  reader.refill_below(32);
  BitReader copy = reader;
  const auto number = table.read(copy);
  reader = copy;
  return number;
}

// How far the next mean is from the one before. Its length is 0 when there is no such code.
[[gnu::always_inline]] inline NumberTable::Number read_difference(BitReader& reader,
                                                                  const NumberTable& means) {
  reader.refill_below(kLook);
  const auto difference = means.look(reader.peek(kLook));
  if (difference.length == 0) [[unlikely]]
    return read_alone(reader, means);
  reader.drop(difference.length);
  return difference;
}

}  // namespace vitrine::images
