// Which series have their rings out, so that their number stays below a limit: the one that was
// counted least recently, of a few, is packed when there are too many, and one that nobody has
// counted for an hour in any case.
#pragma once

#include <cstddef>
#include <vector>

#include "tallies/series.h"

namespace vitrine::tallies {

// Lives on: whoever holds the lock of its series.
class HotList {
 public:
  void limit(std::size_t max) { max_ = max; }

  std::size_t size() const { return series_.size(); }

  // `series` has its rings since this moment. It stays at its address while it is hot.
  void joined(Series& series, Second now);
  // It is about to be destroyed.
  void left(const Series& series);

  void clear() { series_.clear(); }

 private:
  void pack(std::size_t place);

  std::vector<Series*> series_;
  std::size_t next_ = 0;
  std::size_t max_ = 1;
};

}  // namespace vitrine::tallies
