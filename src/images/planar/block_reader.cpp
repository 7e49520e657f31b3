#include "images/planar/block_reader.h"

#include <algorithm>

#include "images/planar/block_parts.h"

namespace vitrine::images {

BlockReader::BlockReader(const NumberTable& means,
                         const WaveTable& waves,
                         const JpegSteps& steps,
                         int scale)
    : means_(means), waves_(waves), scale_(scale) {
  for (unsigned at = 0; at < 64; ++at) {
    const auto place = kZigzag[at];
    const bool kept = place / 8 < scale && place % 8 < scale;
    places_[at].step = steps[at];
    if (kept) {
      places_[at].place = place;
      kept_end_ = at + 1;
    } else {
      places_[at].energy = static_cast<std::uint32_t>(steps[at]) * steps[at];
    }
  }
}

[[gnu::always_inline]] inline bool BlockReader::read_mean(BitReader& reader) {
  const auto difference = read_difference(reader, means_);
  if (difference.length == 0) return false;
  mean_ += difference.value;
  block_[0] = times_step(mean_, places_[0].step);
  return mean_ > -kMeanMax && mean_ < kMeanMax;
}

[[gnu::always_inline]] inline bool BlockReader::take(NumberTable::Number number,
                                                     unsigned& at,
                                                     Found& found) {
  at += number.run & 15U;
  if (at > 63) return false;
  const auto& place = places_[at];
  block_[place.place] = times_step(number.value, place.step);
  found.flat = found.flat && place.energy != 0;
  found.energy += static_cast<std::int64_t>(number.value * number.value) * place.energy;
  ++at;
  return true;
}

// One number by the slow way. `at` is above 63 at the end of the block.
[[gnu::always_inline]] inline bool BlockReader::take_alone(BitReader& reader,
                                                           unsigned& at,
                                                           Found& found) {
  const auto number = read_alone(reader, waves_.numbers());
  if (number.length == 0) return false;
  if (number.run == NumberTable::kEnd) {
    at = 64;
    return true;
  }
  return take(number, at, found);
}

[[gnu::always_inline]] inline bool BlockReader::read_kept(BitReader& reader,
                                                          unsigned& at,
                                                          Found& found) {
  while (at < kept_end_) {
    reader.refill_below(kLook);
    const auto number = waves_.numbers().look(reader.peek(kLook));
    // The last coefficient of all has no end behind it: what looks like one is the next block's.
    const bool whole = number.length != 0 && at + (number.run & 15U) < 63;
    if (!whole) [[unlikely]] {
      if (!take_alone(reader, at, found)) return false;
      continue;
    }
    reader.drop(number.length);
    if (number.run == NumberTable::kEnd) {
      at = 64;
      return true;
    }
    if (!take(number, at, found)) return false;
    if ((number.run & NumberTable::kLast) != 0) at = 64;
  }
  return true;
}

[[gnu::always_inline]] inline bool BlockReader::read_dropped(BitReader& reader,
                                                             unsigned at,
                                                             Found& found) {
  while (at < 64) {
    reader.refill_below(kGroupLook);
    const auto group = waves_.group(reader.peek(kGroupLook));
    const auto end = at + group.advance();
    // A group that reaches the end of the block may have read on into the next one.
    if (group.length() != 0 && end < 64) [[likely]] {
      // Exact for the last of them, which comes with the longest steps; before a first one zeros
      // may have been passed over.
      found.energy += static_cast<std::int64_t>(group.energy()) * places_[end - 1].energy;
      reader.drop(group.length());
      if (group.ends_block()) return true;
      at = end;
    } else if (!take_alone(reader, at, found)) {
      return false;
    }
  }
  return true;
}

[[gnu::always_inline]] inline void BlockReader::clear() {
  // Four rows, or all of them: lengths that are known need no call.
  constexpr std::size_t kHalf = 32;
  std::fill_n(block_.begin(), kHalf, std::int16_t{0});
  if (scale_ > 4) std::fill_n(block_.begin() + kHalf, kHalf, std::int16_t{0});
}

bool BlockReader::read(BitReader& shared, Found& result) {
  if (!clean_) clear();
  BitReader reader = shared;
  Found found;
  unsigned at = 1;
  const bool read =
      read_mean(reader) && read_kept(reader, at, found) && read_dropped(reader, at, found);
  shared.follow(reader);
  result = found;
  clean_ = found.flat;
  return read;
}

}  // namespace vitrine::images
