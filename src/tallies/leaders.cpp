#include "tallies/leaders.h"

#include <algorithm>

namespace vitrine::tallies {

namespace {

constexpr Second kHalfLife = 600;
constexpr Second kHour = 3600;

}  // namespace

void Leaders::count(std::string_view name, std::uint32_t times, Second at) {
  const std::scoped_lock lock(mutex_);
  fade(at);
  all_.add(at, times);
  weigh(name, times);
}

void Leaders::restore(std::string_view name, const Series& saved, Second now) {
  // The windows of a name that has rested are not unpacked: there may be a million of them.
  if (saved.latest() + kDay <= now) return;
  const bool recent = saved.latest() + kHour > now;
  const std::scoped_lock lock(mutex_);
  weigh(name, recent ? saved.recent(now).last_hour + 1 : 1);
  if (saved.latest() + kMinute <= now) return;
  const auto seconds = saved.history(Span::seconds, now);
  auto at = now - static_cast<Second>(seconds.size());
  for (const auto n : seconds) {
    ++at;
    // Names come in any order, and an addition of the past would turn the clock of `all_` back.
    if (n != 0 && at + kMinute > all_.latest()) all_.add(at, n);
  }
}

std::vector<std::string> Leaders::names() const {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  names.reserve(names_.size());
  for (const auto* name : names_) names.push_back(*name);
  return names;
}

std::uint64_t Leaders::last_minute(Second now) const {
  const std::scoped_lock lock(mutex_);
  return all_.recent(now).last_minute;
}

void Leaders::forget_all() {
  const std::scoped_lock lock(mutex_);
  places_.clear();
  names_.clear();
  weights_.clear();
  all_ = Series();
}

void Leaders::weigh(std::string_view name, std::uint64_t weight) {
  const auto known = places_.find(name);
  weights_[known != places_.end() ? known->second : place_for(name)] += weight;
}

std::size_t Leaders::place_for(std::string_view name) {
  if (names_.size() < max_) {
    names_.push_back(&places_.try_emplace(std::string(name), names_.size()).first->first);
    weights_.push_back(0);
    return names_.size() - 1;
  }
  const auto lightest = std::ranges::min_element(weights_);
  const auto place = static_cast<std::size_t>(lightest - weights_.begin());
  places_.erase(places_.find(*names_[place]));
  names_[place] = &places_.try_emplace(std::string(name), place).first->first;
  return place;
}

void Leaders::fade(Second at) {
  // A clock that was put back begins anew.
  if (faded_ == 0 || at < faded_) faded_ = at;
  if (at - faded_ < kHalfLife) return;
  const auto times = std::min<Second>((at - faded_) / kHalfLife, 63);
  for (auto& weight : weights_) weight >>= times;
  faded_ = at;
}

}  // namespace vitrine::tallies
