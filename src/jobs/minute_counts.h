// How many jobs were begun, done and failed in the last 60 seconds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "jobs/jobs.h"
#include "runtime/clock.h"

namespace vitrine::jobs {

// Lives on: any thread (mutex).
class MinuteCounts {
 public:
  explicit MinuteCounts(const Clock& clock) : clock_(clock) {}

  void count(State state);
  Rates last_minute() const;

 private:
  static constexpr std::size_t kSeconds = 60;

  struct Second {
    std::int64_t at = -1;
    Rates rates;
  };

  std::int64_t now() const;

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::array<Second, kSeconds> seconds_;
};

}  // namespace vitrine::jobs
