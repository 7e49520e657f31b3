#include "http/waiting_lists.h"

namespace vitrine::http {

WaitingLists::WaitingLists(const Limits& limits)
    : limits_{limits.idle_time_max,
              limits.head_time_max,
              kBodyWindow,
              limits.write_time_max,
              kLingerTime} {
}

void WaitingLists::put(Waiter& waiter, Wait what) {
  // Within one second the order does not matter.
  if (waiter.listed_ && waiter.what_ == what && waiter.since_ == now_) return;
  remove(waiter);
  auto& to = list(what);
  waiter.what_ = what;
  waiter.since_ = now_;
  waiter.listed_ = true;
  waiter.before_ = to.newest;
  waiter.after_ = nullptr;
  (to.newest != nullptr ? to.newest->after_ : to.oldest) = &waiter;
  to.newest = &waiter;
}

void WaitingLists::remove(Waiter& waiter) {
  if (!waiter.listed_) return;
  auto& from = list(waiter.what_);
  (waiter.before_ != nullptr ? waiter.before_->after_ : from.oldest) = waiter.after_;
  (waiter.after_ != nullptr ? waiter.after_->before_ : from.newest) = waiter.before_;
  waiter.listed_ = false;
}

void WaitingLists::tick(std::int64_t now) {
  now_ = now;
  for (std::size_t i = 0; i < limits_.size(); ++i) expire_list(static_cast<Wait>(i), limits_[i]);
}

void WaitingLists::expire_list(Wait what, std::chrono::seconds limit) {
  while (auto* const waiter = list(what).oldest) {
    if (now_ - waiter->since_ <= limit.count()) return;
    if (what == Wait::body && waiter->body_keeps_up()) {
      put(*waiter, Wait::body);
      continue;
    }
    // Whatever it does next puts it where it belongs; until then it has no limit.
    put(*waiter, Wait::handler);
    waiter->expire(what);
  }
}

}  // namespace vitrine::http
