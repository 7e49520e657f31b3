#include "jobs/minute_counts.h"

#include <chrono>

namespace vitrine::jobs {

std::int64_t MinuteCounts::now() const {
  return std::chrono::floor<std::chrono::seconds>(clock_.steady()).time_since_epoch().count();
}

void MinuteCounts::count(State state) {
  const auto at = now();
  const std::scoped_lock lock(mutex_);
  auto& second = seconds_[static_cast<std::size_t>(at) % kSeconds];
  if (second.at != at) second = {.at = at, .rates = {}};
  if (state == State::running) ++second.rates.begun;
  if (state == State::done) ++second.rates.done;
  if (state == State::failed) ++second.rates.failed;
}

Rates MinuteCounts::last_minute() const {
  const auto at = now();
  const std::scoped_lock lock(mutex_);
  Rates sum;
  for (const auto& second : seconds_) {
    if (second.at < 0 || second.at <= at - static_cast<std::int64_t>(kSeconds)) continue;
    sum.begun += second.rates.begun;
    sum.done += second.rates.done;
    sum.failed += second.rates.failed;
  }
  return sum;
}

}  // namespace vitrine::jobs
