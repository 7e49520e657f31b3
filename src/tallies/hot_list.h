// Which series have their rings out, so that their number stays below a limit: the one that was
// counted least recently, of a few, is packed when there are too many, and one that nobody has
// counted for an hour in any case.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "tallies/series.h"

namespace vitrine::tallies {

// `series_of` gives the series that an entry holds. Lives on: whoever holds the lock of the
// entries.
template <class Entry, Series& (*series_of)(Entry&)>
class HotList {
 public:
  void limit(std::size_t max) { max_ = max; }

  std::size_t size() const { return entries_.size(); }

  // The series of `entry` has its rings since this moment. It stays at its address while it is hot.
  // The entry that was packed for it, or null.
  Entry* joined(Entry& entry, Second now) {
    entries_.push_back(&entry);
    const bool full = entries_.size() > max_;
    const auto coldest = coldest_of_a_few();
    if (coldest == entries_.size() - 1) return nullptr;
    auto* const found = entries_[coldest];
    if (!full && now - series_of(*found).latest() <= kIdle) return nullptr;
    series_of(*found).pack();
    remove(coldest);
    return found;
  }

  // It is about to be destroyed.
  void left(const Entry& entry) {
    const auto at = std::ranges::find(entries_, &entry);
    if (at != entries_.end()) remove(static_cast<std::size_t>(at - entries_.begin()));
  }

  void clear() { entries_.clear(); }

 private:
  static constexpr Second kIdle = 3600;
  // The best of so many is near enough to the least recent of all.
  static constexpr std::size_t kLooked = 8;

  // The newcomer, at the end, is not looked at; it is the answer when it is alone.
  std::size_t coldest_of_a_few() {
    const auto others = entries_.size() - 1;
    auto coldest = others;
    for (std::size_t i = 0; i < std::min(kLooked, others); ++i) {
      next_ = (next_ + 1) % others;
      const bool colder = coldest == others || series_of(*entries_[next_]).latest() <
                                                   series_of(*entries_[coldest]).latest();
      if (colder) coldest = next_;
    }
    return coldest;
  }

  void remove(std::size_t place) {
    entries_[place] = entries_.back();
    entries_.pop_back();
  }

  std::vector<Entry*> entries_;
  std::size_t next_ = 0;
  std::size_t max_ = 1;
};

}  // namespace vitrine::tallies
