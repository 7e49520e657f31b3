// The blocks of one component, one after another, from entropy-coded bits to the coefficients that
// a scale needs and the energy of those that it does not.
#pragma once

#include <array>
#include <cstdint>

#include "images/planar/bit_reader.h"
#include "images/planar/code_tables.h"
#include "images/planar/inverse_transform.h"
#include "images/planar/jpeg_header.h"

namespace vitrine::images {

class BlockReader {
 public:
  // The tables outlive it.
  BlockReader(const NumberTable& means, const WaveTable& waves, const JpegSteps& steps, int scale);

  // What a block is made of.
  struct Found {
    // Nothing above the mean was kept.
    bool flat = true;
    // Sum of squares of the dropped coefficients.
    std::int64_t energy = 0;
  };

  // The next block into `block()`. False: this is no JPEG of ours.
  bool read(BitReader& reader, Found& found);

  // Means are differences to the one before; after a restart mark they start again.
  void restart() { mean_ = 0; }

  const Block& block() const { return block_; }

 private:
  // By place in the zigzag.
  struct Place {
    int step = 0;
    // Square of the step of what is dropped, else 0.
    std::uint32_t energy = 0;
    // In the block; behind its end for what is dropped.
    std::uint32_t place = 64;
  };

  void clear();
  bool read_mean(BitReader& reader);
  // From coefficient `at` of the zigzag on; `at` is above 63 at the end of the block.
  bool read_kept(BitReader& reader, unsigned& at, Found& found);
  bool read_dropped(BitReader& reader, unsigned at, Found& found);
  bool take(NumberTable::Number number, unsigned& at, Found& found);
  bool take_alone(BitReader& reader, unsigned& at, Found& found);

  const NumberTable& means_;
  const WaveTable& waves_;
  int scale_;
  std::array<Place, 64> places_{};
  // Place in the zigzag behind the last one that is kept.
  unsigned kept_end_ = 0;
  int mean_ = 0;
  bool clean_ = true;
  Block block_{};
};

}  // namespace vitrine::images
