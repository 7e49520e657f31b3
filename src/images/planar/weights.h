// Which samples of a line make a sample of a resized line, and how much each of them counts:
// Lanczos with three lobes, widened where the line shrinks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace vitrine::images {

// Where the samples of the result lie on the original line, in samples of it; its first sample
// reaches from 0 to 1. A negative step turns the line around.
struct Line {
  double first_centre = 0;
  double step = 1;
  std::uint32_t count = 0;
  // Of the original line.
  std::uint32_t length = 0;

  bool operator==(const Line&) const = default;
};

// Weights of one line add up to this.
inline constexpr int kWeightBits = 14;
// Each sample has a multiple of so many weights, the last ones 0, so that they can be read in whole
// vectors. The line must be readable for so many samples more than it has.
inline constexpr std::size_t kTapsMultiple = 16;

class Weights {
 public:
  explicit Weights(const Line& line);

  std::size_t count() const { return firsts_.size(); }

  // Weights of every sample, padding included.
  std::size_t taps() const { return taps_; }

  // Without padding.
  std::size_t used_taps() const { return used_taps_; }

  // The sample of the original line that the first weight belongs to. first + used_taps is at most
  // the length of the line.
  std::uint32_t first(std::size_t index) const { return firsts_[index]; }

  const std::int16_t* of(std::size_t index) const { return values_.data() + index * taps_; }

  std::size_t bytes() const { return values_.size() * sizeof(values_[0]); }

 private:
  void fill(const Line& line, std::size_t index, double support);

  std::size_t used_taps_ = 0;
  std::size_t taps_ = 0;
  std::vector<std::uint32_t> firsts_;
  std::vector<std::int16_t> values_;
};

// The weights for a line, kept for those who ask next: a bounded number of small ones. Any thread.
std::shared_ptr<const Weights> weights_for(const Line& line);

}  // namespace vitrine::images
