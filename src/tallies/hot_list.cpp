#include "tallies/hot_list.h"

#include <algorithm>

namespace vitrine::tallies {

namespace {

constexpr Second kIdle = 3600;
// The best of so many is near enough to the least recent of all.
constexpr std::size_t kLooked = 8;

}  // namespace

void HotList::joined(Series& series, Second now) {
  series_.push_back(&series);
  const bool full = series_.size() > max_;
  std::size_t coldest = 0;
  Second least = 0;
  bool found = false;
  // The newcomer, at the end, is not looked at.
  const auto others = series_.size() - 1;
  for (std::size_t i = 0; i < std::min(kLooked, others); ++i) {
    next_ = (next_ + 1) % others;
    const auto latest = series_[next_]->latest();
    if (found && latest >= least) continue;
    coldest = next_;
    least = latest;
    found = true;
  }
  if (found && (full || now - least > kIdle)) pack(coldest);
}

void HotList::pack(std::size_t place) {
  series_[place]->pack();
  series_[place] = series_.back();
  series_.pop_back();
}

void HotList::left(const Series& series) {
  const auto at = std::ranges::find(series_, &series);
  if (at == series_.end()) return;
  *at = series_.back();
  series_.pop_back();
}

}  // namespace vitrine::tallies
