// The blocks of one component for several scales at once: read once, with what each scale keeps and
// the energy of what it does not, to the bit as a BlockReader of that scale tells it.
//
// A scale's energy is an estimate that depends on where its groups of passed-over coefficients
// begin (WaveTable::Group). So each scale goes its own way over them, but only until it comes to a
// coefficient where a larger scale has been: from there on both see the same groups. That is soon.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "images/planar/bit_reader.h"
#include "images/planar/code_tables.h"
#include "images/planar/inverse_transform.h"
#include "images/planar/jpeg_header.h"

namespace vitrine::images {

// Lives on: one job.
class SiblingBlocks {
 public:
  static constexpr std::size_t kScalesMax = 8;

  // `scales` ascend. The tables outlive it. Without `with_energy` energies mean nothing.
  SiblingBlocks(const NumberTable& means,
                const WaveTable& waves,
                const JpegSteps& steps,
                std::span<const int> scales,
                bool with_energy);

  // The next block. False: this is no JPEG of ours.
  bool read(BitReader& reader) {
    return with_energy_ ? read_block<true>(reader) : read_block<false>(reader);
  }

  void restart() { mean_ = 0; }

  // What every scale needs of it.
  const Block& block() const { return block_; }

  // By place in `scales`: nothing above the mean was kept.
  bool flat(std::size_t scale) const { return (touched_ & inside_[scale]) == 0; }

  // Sum of squares of the dropped coefficients.
  std::uint64_t energy(std::size_t scale) const { return energies_[scale]; }

 private:
  // By place in the zigzag.
  struct Place {
    int step = 0;
    std::uint32_t square = 0;
    // In the block, where the largest scale keeps it; else behind its end.
    std::uint32_t place = 64;
    // The larger of its row and column: smaller scales drop it, by their number.
    std::uint8_t ring = 0;
  };

  // Where a scale begins to pass over coefficients.
  struct Start {
    BitReader reader;
    unsigned at = 64;
  };

  bool read_mean(BitReader& reader);
  template <bool kWithEnergy>
  bool read_block(BitReader& reader);
  // Up to what a scale keeps. `at` is above 63 at the end of the block.
  template <bool kWithEnergy>
  bool read_kept(BitReader& reader, unsigned& at, unsigned end);
  template <bool kWithEnergy>
  bool take(NumberTable::Number number, unsigned& at);
  template <bool kWithEnergy>
  bool take_alone(BitReader& reader, unsigned& at);
  // What `scale` dropped of all that was read one by one so far.
  std::uint64_t dropped_by(std::size_t scale) const;
  // To the end of the block, or to where a larger scale has been, if that left a trail.
  template <bool kLeavesTrail>
  bool pass_over(BitReader& reader, unsigned at, std::uint64_t& energy);
  bool pass_one(BitReader& reader, unsigned& at, std::uint64_t& energy);

  const NumberTable& means_;
  const WaveTable& waves_;
  std::size_t count_;
  bool with_energy_;
  std::array<Place, 64> places_{};
  // By place in `scales`: the scale, the place in the zigzag behind the last one that it keeps, and
  // one bit for each ring that it keeps.
  std::array<std::size_t, kScalesMax> scales_{};
  std::array<unsigned, kScalesMax> kept_ends_{};
  std::array<std::uint32_t, kScalesMax> inside_{};
  int mean_ = 0;
  Block block_{};

  // Of the block. One bit for each ring where there was a coefficient, and the energy of each, of
  // all that was read one by one.
  std::uint32_t touched_ = 0;
  std::array<std::uint64_t, 8> rings_{};
  std::array<std::uint64_t, kScalesMax> energies_{};
  // One bit for each coefficient that a scale came to while it passed over them, and the energy
  // from there to the end.
  std::uint64_t known_ = 0;
  std::array<std::uint64_t, 64> rest_{};
};

}  // namespace vitrine::images
