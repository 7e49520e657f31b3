// Time as a parameter, so that tests need no sleeping. Any thread may call.
#pragma once

#include <atomic>
#include <chrono>

namespace vitrine {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  // For durations and time-outs; never jumps.
  virtual SteadyTime steady() const = 0;
  // For dates that people and files see; may jump.
  virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock {
 public:
  SteadyTime steady() const override;
  WallTime wall() const override;
};

// Stands still until advanced. For tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime start = WallTime{std::chrono::seconds{1'700'000'000}});
  SteadyTime steady() const override;
  WallTime wall() const override;
  void advance(std::chrono::nanoseconds by);

 private:
  const WallTime start_;
  std::atomic<std::chrono::nanoseconds::rep> passed_{0};
};

}  // namespace vitrine
