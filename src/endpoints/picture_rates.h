// How fast pictures go out, and how many of them without work: from the counters that only grow.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>

#include "observe/metrics.h"
#include "runtime/clock.h"

namespace vitrine::endpoints {

// Pictures answered since the start, by where they came from.
struct PicturesFrom {
  std::uint64_t memory = 0;
  std::uint64_t disk = 0;
  std::uint64_t render = 0;

  std::uint64_t all() const { return memory + disk + render; }
};

// Lives on: any thread (mutex). `metrics` and `clock` outlive it.
class PictureRates {
 public:
  PictureRates(observe::Metrics& metrics, const Clock& clock);

  PicturesFrom so_far() const;
  // Remembers the counters of this moment; to be called once a second.
  void tick();
  // Over the last five seconds; 0 before the second tick.
  double per_second() const;
  // The part of the last minute's pictures that came from memory or disk, 0 to 1. Absent: there
  // were none.
  std::optional<double> hit_rate() const;

 private:
  struct Sample {
    SteadyTime at;
    PicturesFrom from;
  };

  static constexpr std::size_t kSamples = 61;

  // Under mutex_. The oldest sample that is at most `ticks` before the newest one.
  const Sample* sample_before(std::size_t ticks) const;

  const Clock& clock_;
  observe::Counter& from_memory_;
  observe::Counter& from_disk_;
  observe::Counter& rendered_;
  mutable std::mutex mutex_;
  std::array<Sample, kSamples> samples_{};
  std::size_t taken_ = 0;
};

}  // namespace vitrine::endpoints
