// How long somebody who failed has to wait: nothing for the first few times, then twice as long
// every time, up to a bound. Forgotten after a quiet while. The table is bounded: a flood of other
// names pushes out the ones that were tried least recently.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "accounts/bounded_map.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

struct ThrottleRules {
  // Failures that cost nothing.
  std::uint32_t free = 5;
  std::chrono::seconds first{1};
  std::chrono::seconds longest{300};
  std::chrono::seconds forgotten_after{1800};
  std::size_t entries_max = 10'000;
};

// Lives on: any thread (mutex).
class Throttle {
 public:
  explicit Throttle(ThrottleRules rules) : rules_(rules), entries_(rules.entries_max) {}

  // What is left to wait, whole seconds, at least one; absent when `key` may try.
  std::optional<std::chrono::seconds> wait(std::string_view key, SteadyTime now);
  void count(std::string_view key, SteadyTime now);
  // wait(), and count() if there is nothing to wait for, as one step: of a thousand that try at
  // once, only `free` pass.
  std::optional<std::chrono::seconds> enter(std::string_view key, SteadyTime now);
  void forget(std::string_view key);
  // Takes one count() back, of an attempt that nobody has looked at.
  void uncount(std::string_view key);

 private:
  struct Entry {
    std::uint32_t failures = 0;
    SteadyTime next;
    SteadyTime last;
  };

  std::optional<std::chrono::seconds> wait_locked(std::string_view key, SteadyTime now);
  void count_locked(std::string_view key, SteadyTime now);

  const ThrottleRules rules_;
  std::mutex mutex_;
  BoundedMap<Entry> entries_;
};

}  // namespace vitrine::accounts
