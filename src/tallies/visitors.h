// How many different visitors a page had today, without knowing who: HyperLogLog (Flajolet and
// others, 2007) over a hash whose key is random, new each day and erased the day after.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tallies/series.h"

namespace vitrine::tallies {

// What is left of a visitor: a register and how rare the hash was. Many visitors share each.
struct Trace {
  std::uint16_t place = 0;
  std::uint8_t rank = 0;
};

// 4,096 registers: a standard error of 1.6 %; below a few hundred visitors it is nearly exact.
inline constexpr unsigned kPlaceBits = 12;
inline constexpr std::size_t kPlaces = 1U << kPlaceBits;

Trace trace_of(std::uint64_t hash);

// The visitors of one page on one day: three bytes each until there are 1,300, then 4 KiB.
// Lives on: whoever holds its lock.
class Visitors {
 public:
  // Another day than before forgets the one before.
  void add(std::int64_t day, Trace trace);
  // Zero on another day.
  std::uint64_t count(std::int64_t day) const;

  std::string saved() const;
  static bool restore(std::string_view bytes, Visitors& visitors);

 private:
  std::uint8_t rank_at(std::uint16_t place) const;
  void note(std::uint8_t rank_before, std::uint8_t rank);

  std::int64_t day_ = 0;
  // Ordered by place, until there are too many.
  std::vector<Trace> sparse_;
  std::vector<std::uint8_t> registers_;
  // Kept up with every change, because every answer to a view asks for the estimate: registers that
  // are not empty, and the sum of 2 to the power of minus their ranks, times kUnit.
  std::uint64_t sum_ = 0;
  std::uint16_t seen_ = 0;
};

}  // namespace vitrine::tallies
