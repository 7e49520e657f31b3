#include "runtime/clock.h"

namespace vitrine {

SteadyTime SystemClock::steady() const {
  return std::chrono::steady_clock::now();
}

WallTime SystemClock::wall() const {
  return std::chrono::system_clock::now();
}

ManualClock::ManualClock(WallTime start) : start_(start) {
}

SteadyTime ManualClock::steady() const {
  return SteadyTime{std::chrono::nanoseconds{passed_.load()}};
}

WallTime ManualClock::wall() const {
  return start_ +
         std::chrono::duration_cast<WallTime::duration>(std::chrono::nanoseconds{passed_.load()});
}

void ManualClock::advance(std::chrono::nanoseconds by) {
  passed_ += by.count();
}

}  // namespace vitrine
