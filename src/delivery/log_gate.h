// Lets a line through to the log now and then: trouble that comes with every request must not fill
// the log with itself.
#pragma once

#include <atomic>
#include <chrono>

#include "runtime/clock.h"

namespace vitrine::delivery {

// Lives on: any thread (atomic).
class LogGate {
 public:
  // True for the first caller, and then once in ten seconds.
  bool passes(SteadyTime now) {
    SteadyTime next = next_.load(std::memory_order_relaxed);
    return now >= next && next_.compare_exchange_strong(
                              next, now + std::chrono::seconds{10}, std::memory_order_relaxed);
  }

 private:
  std::atomic<SteadyTime> next_{SteadyTime::min()};
};

}  // namespace vitrine::delivery
