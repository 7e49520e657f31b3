#include "images/planar/sibling_blocks.h"

#include <algorithm>
#include <optional>

#include "images/planar/block_parts.h"

namespace vitrine::images {

namespace {

std::uint64_t square_of(int value) {
  const auto wide = static_cast<std::int64_t>(value);
  return static_cast<std::uint64_t>(wide * wide);
}

}  // namespace

SiblingBlocks::SiblingBlocks(const NumberTable& means,
                             const WaveTable& waves,
                             const JpegSteps& steps,
                             std::span<const int> scales,
                             bool with_energy)
    : means_(means), waves_(waves), count_(scales.size()), with_energy_(with_energy) {
  for (std::size_t i = 0; i < count_; ++i) {
    scales_[i] = static_cast<std::size_t>(scales[i]);
    inside_[i] = (1U << scales_[i]) - 1;
  }
  for (unsigned at = 0; at < 64; ++at) {
    const auto place = kZigzag[at];
    const auto ring = static_cast<unsigned>(std::max(place / 8, place % 8));
    places_[at] = {.step = steps[at],
                   .square = static_cast<std::uint32_t>(steps[at]) * steps[at],
                   .place = ring < scales_[count_ - 1] ? place : 64U,
                   .ring = static_cast<std::uint8_t>(ring)};
    for (std::size_t i = 0; i < count_; ++i) {
      if (ring < scales_[i]) kept_ends_[i] = at + 1;
    }
  }
}

[[gnu::always_inline]] inline bool SiblingBlocks::read_mean(BitReader& reader) {
  const auto difference = read_difference(reader, means_);
  if (difference.length == 0) return false;
  mean_ += difference.value;
  block_[0] = times_step(mean_, places_[0].step);
  return mean_ > -kMeanMax && mean_ < kMeanMax;
}

template <bool kWithEnergy>
[[gnu::always_inline]] inline bool SiblingBlocks::take(NumberTable::Number number, unsigned& at) {
  at += number.run & 15U;
  if (at > 63) return false;
  const auto& place = places_[at];
  block_[place.place] = times_step(number.value, place.step);
  touched_ |= 1U << place.ring;
  if constexpr (kWithEnergy) rings_[place.ring] += square_of(number.value) * place.square;
  ++at;
  return true;
}

template <bool kWithEnergy>
[[gnu::always_inline]] inline bool SiblingBlocks::take_alone(BitReader& reader, unsigned& at) {
  const auto number = read_alone(reader, waves_.numbers());
  if (number.length == 0) return false;
  if (number.run == NumberTable::kEnd) {
    at = 64;
    return true;
  }
  return take<kWithEnergy>(number, at);
}

template <bool kWithEnergy>
[[gnu::always_inline]] inline bool SiblingBlocks::read_kept(BitReader& reader,
                                                            unsigned& at,
                                                            unsigned end) {
  while (at < end) {
    reader.refill_below(kLook);
    const auto number = waves_.numbers().look(reader.peek(kLook));
    // The last coefficient of all has no end behind it: what looks like one is the next block's.
    const bool whole = number.length != 0 && at + (number.run & 15U) < 63;
    if (!whole) [[unlikely]] {
      if (!take_alone<kWithEnergy>(reader, at)) return false;
      continue;
    }
    reader.drop(number.length);
    if (number.run == NumberTable::kEnd) {
      at = 64;
      return true;
    }
    if (!take<kWithEnergy>(number, at)) return false;
    if ((number.run & NumberTable::kLast) != 0) at = 64;
  }
  return true;
}

std::uint64_t SiblingBlocks::dropped_by(std::size_t scale) const {
  std::uint64_t energy = 0;
  for (auto ring = scales_[scale]; ring < rings_.size(); ++ring) energy += rings_[ring];
  return energy;
}

[[gnu::always_inline]] inline bool SiblingBlocks::pass_one(BitReader& reader,
                                                           unsigned& at,
                                                           std::uint64_t& energy) {
  const auto number = read_alone(reader, waves_.numbers());
  if (number.length == 0) return false;
  if (number.run == NumberTable::kEnd) {
    at = 64;
    return true;
  }
  at += number.run & 15U;
  if (at > 63) return false;
  energy += square_of(number.value) * places_[at].square;
  ++at;
  return true;
}

template <bool kLeavesTrail>
[[gnu::always_inline]] inline bool SiblingBlocks::pass_over(BitReader& reader,
                                                            unsigned at,
                                                            std::uint64_t& energy) {
  // Where it has been, and the energy until there.
  std::array<std::uint8_t, 64> visited;
  std::array<std::uint64_t, 64> before;
  std::size_t visits = 0;
  std::uint64_t sum = 0;
  while (at < 64 && (known_ >> at & 1U) == 0) {
    if constexpr (kLeavesTrail) {
      visited[visits] = static_cast<std::uint8_t>(at);
      before[visits++] = sum;
    }
    reader.refill_below(kGroupLook);
    const auto group = waves_.group(reader.peek(kGroupLook));
    const auto end = at + group.advance();
    if (group.length() != 0 && end < 64) [[likely]] {
      sum += static_cast<std::uint64_t>(group.energy()) * places_[end - 1].square;
      reader.drop(group.length());
      at = group.ends_block() ? 64 : end;
    } else if (!pass_one(reader, at, sum)) {
      return false;
    }
  }
  if (at < 64) sum += rest_[at];
  for (std::size_t i = 0; i < visits; ++i) {
    rest_[visited[i]] = sum - before[i];
    known_ |= std::uint64_t{1} << visited[i];
  }
  energy += sum;
  return true;
}

template <bool kWithEnergy>
bool SiblingBlocks::read_block(BitReader& shared) {
  if (touched_ != 0) block_.fill(0);
  touched_ = 0;
  BitReader reader = shared;
  unsigned at = 1;
  if (!read_mean(reader)) return false;
  if constexpr (!kWithEnergy) {
    std::uint64_t nobody_asks = 0;
    known_ = 0;
    if (!read_kept<false>(reader, at, kept_ends_[count_ - 1])) return false;
    if (at < 64 && !pass_over<false>(reader, at, nobody_asks)) return false;
    shared = reader;
    return true;
  }
  rings_.fill(0);
  known_ = 0;
  std::array<std::optional<Start>, kScalesMax> starts;
  std::size_t begun = 0;
  for (std::size_t scale = 0; scale < count_; ++scale) {
    if (!read_kept<true>(reader, at, kept_ends_[scale])) return false;
    energies_[scale] = dropped_by(scale);
    if (at < 64 && scale + 1 < count_) starts[begun++].emplace(reader, at);
  }
  auto& largest = energies_[count_ - 1];
  const bool passed =
      begun == 0 ? pass_over<false>(reader, at, largest) : pass_over<true>(reader, at, largest);
  if (!passed) return false;
  shared = reader;
  while (begun > 1) {
    auto& start = *starts[--begun];
    if (!pass_over<true>(start.reader, start.at, energies_[begun])) return false;
  }
  return begun == 0 || pass_over<false>(starts[0]->reader, starts[0]->at, energies_[0]);
}

template bool SiblingBlocks::read_block<true>(BitReader&);
template bool SiblingBlocks::read_block<false>(BitReader&);

}  // namespace vitrine::images
