// The bits of a scan, one interval between restart marks after another: takes out what keeps
// markers apart from entropy-coded bytes, a window at a time, so that memory does not grow with the
// file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "images/planar/bit_reader.h"

namespace vitrine::images {

// Lives on: one job.
class ScanReader {
 public:
  // The most that a unit can have: six blocks of 64 symbols, each 16 bits of code and 11 behind it.
  static constexpr std::ptrdiff_t kUnitBytesMax = 6 * 64 * (16 + 11) / 8;

  // At the start of the first interval. The scan outlives it.
  explicit ScanReader(std::string_view scan);
  ScanReader(const ScanReader&) = delete;
  ScanReader& operator=(const ScanReader&) = delete;

  BitReader& bits() { return bits_; }

  // Before every unit: it can be read as a whole. False when there is a marker in the scan that
  // does not belong there, or half of one.
  bool prepare_unit() { return interval_ended_ || bits_.ahead() >= kUnitBytesMax || fill(); }

  // To the next interval. False unless this one was read to its end, and the right restart mark is
  // there.
  bool next_interval();

  // Bits were taken that the interval does not have.
  bool overrun() const { return bits_.overrun(); }

  // Everything was read, and no more than that.
  bool finished() const { return interval_ended_ && at_end() && bits_.finished(); }

 private:
  bool at_end() const { return scan_.empty(); }

  // Keeps what was not read yet and fills the window behind it.
  bool fill();
  // Behind `size` bytes of the window.
  bool unstuff(std::size_t size);

  // What did not come into the window yet.
  std::string_view scan_;
  std::vector<std::uint8_t> window_;
  unsigned next_mark_ = 0;
  // The rest of the interval is in the window.
  bool interval_ended_ = false;
  BitReader bits_;
};

}  // namespace vitrine::images
