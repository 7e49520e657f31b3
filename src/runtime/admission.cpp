#include "runtime/admission.h"

namespace vitrine {

AdmissionSlot::~AdmissionSlot() {
  if (admission_ != nullptr) admission_->inside_.fetch_sub(1, std::memory_order_relaxed);
}

Admission::Admission(std::string what, std::size_t running_max, std::size_t waiting_max)
    : what_(std::move(what)), running_max_(running_max), waiting_max_(waiting_max) {
}

Result<AdmissionSlot> Admission::enter() {
  if (take(running_max_ + waiting_max_)) return AdmissionSlot(*this);
  refused_.fetch_add(1, std::memory_order_relaxed);
  return fail(FailureKind::busy,
              "The " + what_ + " queue is full (" + std::to_string(waiting_max_) +
                  " waiting); try again in a moment");
}

Result<AdmissionSlot> Admission::enter_if_idle() {
  if (take(running_max_)) return AdmissionSlot(*this);
  return fail(FailureKind::busy, "The " + what_ + " pool is busy");
}

bool Admission::take(std::size_t limit) {
  auto inside = inside_.load(std::memory_order_relaxed);
  while (inside < limit) {
    if (inside_.compare_exchange_weak(inside, inside + 1, std::memory_order_relaxed)) return true;
  }
  return false;
}

}  // namespace vitrine
