// How many jobs of a class may run and wait at once; the next one is refused, not queued.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <utility>

#include "failure/result.h"

namespace vitrine {

class Admission;

// One admitted job; leaves when destroyed.
class AdmissionSlot {
 public:
  AdmissionSlot(AdmissionSlot&& other) noexcept
      : admission_(std::exchange(other.admission_, nullptr)) {}

  AdmissionSlot& operator=(AdmissionSlot&&) = delete;
  ~AdmissionSlot();

 private:
  friend class Admission;

  explicit AdmissionSlot(Admission& admission) : admission_(&admission) {}

  Admission* admission_;
};

// Lives on: any thread (atomics).
class Admission {
 public:
  // `what` names the queue in the refusal: "The render queue is full (64 waiting)".
  Admission(std::string what, std::size_t running_max, std::size_t waiting_max);

  // Refuses with FailureKind::busy when `running_max + waiting_max` jobs are inside.
  Result<AdmissionSlot> enter();
  // For background work: refuses as soon as foreground work would have to wait.
  Result<AdmissionSlot> enter_if_idle();

  std::size_t inside() const { return inside_.load(std::memory_order_relaxed); }

  std::size_t refused() const { return refused_.load(std::memory_order_relaxed); }

 private:
  friend class AdmissionSlot;
  bool take(std::size_t limit);

  const std::string what_;
  const std::size_t running_max_;
  const std::size_t waiting_max_;
  std::atomic<std::size_t> inside_{0};
  std::atomic<std::size_t> refused_{0};
};

}  // namespace vitrine
