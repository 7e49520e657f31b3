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
  bool read(BitReader& reader);

  void restart() { mean_ = 0; }

  // What every scale needs of it.
  const Block& block() const { return block_; }

  // By place in `scales`: nothing above the mean was kept.
  bool flat(std::size_t scale) const { return (touched_ >> scale & 1U) == 0; }

  // Sum of squares of the dropped coefficients.
  std::uint64_t energy(std::size_t scale) const { return energies_[scale]; }

 private:
  // By place in the zigzag.
  struct Place {
    int step = 0;
    std::uint32_t square = 0;
    // In the block, where the largest scale keeps it; else behind its end.
    std::uint32_t place = 64;
    // One bit for each scale.
    std::uint8_t keepers = 0;
    std::uint8_t losers = 0;
  };

  // Where a scale begins to pass over coefficients.
  struct Start {
    BitReader reader;
    unsigned at = 64;
  };

  bool read_mean(BitReader& reader);
  // Up to what `scale` keeps. `at` is above 63 at the end of the block.
  bool read_kept(BitReader& reader, unsigned& at, std::size_t scale);
  bool take(NumberTable::Number number, unsigned& at, std::size_t scale);
  bool take_alone(BitReader& reader, unsigned& at, std::size_t scale);
  // To the end of the block, or to where a larger scale has been, if that left a trail.
  template <bool kLeavesTrail>
  bool pass_over(BitReader& reader, unsigned at, std::uint64_t& energy);
  bool pass_one(BitReader& reader, unsigned& at, std::uint64_t& energy);

  const NumberTable& means_;
  const WaveTable& waves_;
  std::size_t count_;
  bool with_energy_;
  std::array<Place, 64> places_{};
  // By scale: place in the zigzag behind the last one that it keeps.
  std::array<unsigned, kScalesMax> kept_ends_{};
  int mean_ = 0;
  Block block_{};

  // Of the block.
  std::uint32_t touched_ = 0;
  std::array<std::uint64_t, kScalesMax> energies_{};
  // One bit for each coefficient that a scale came to while it passed over them, and the energy
  // from there to the end.
  std::uint64_t known_ = 0;
  std::array<std::uint64_t, 64> rest_{};
};

}  // namespace vitrine::images
