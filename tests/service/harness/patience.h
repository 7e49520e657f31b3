// Waiting for conditions instead of sleeping: every wait in these tests has a deadline, and ends as
// soon as the condition holds. Sanitizer builds get more time.
#pragma once

#include <poll.h>

#include <chrono>

namespace vitrine::service {

#ifdef VITRINE_SLOW_BUILD
inline constexpr int kPatience = 6;
#else
inline constexpr int kPatience = 1;
#endif

using Milliseconds = std::chrono::milliseconds;

inline constexpr Milliseconds patiently(Milliseconds span) {
  return span * kPatience;
}

inline constexpr Milliseconds kSoon = patiently(Milliseconds{10'000});

class Deadline {
 public:
  explicit Deadline(Milliseconds span) : end_(std::chrono::steady_clock::now() + span) {}

  // Rounded up, so that a poll(2) with it does not return early; 0 when it has passed.
  int milliseconds_left() const {
    const auto left = std::chrono::ceil<Milliseconds>(end_ - std::chrono::steady_clock::now());
    return left.count() < 0 ? 0 : static_cast<int>(left.count());
  }

  bool passed() const { return milliseconds_left() == 0; }

 private:
  std::chrono::steady_clock::time_point end_;
};

// Asks again every few milliseconds until `condition` holds; false when it never did.
template <class Condition>
bool eventually(Condition condition, Milliseconds span = kSoon) {
  const Deadline deadline{span};
  while (!condition()) {
    if (deadline.passed()) return false;
    ::poll(nullptr, 0, 3);
  }
  return true;
}

}  // namespace vitrine::service
