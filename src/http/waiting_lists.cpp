#include "http/waiting_lists.h"

namespace vitrine::http {

WaitingLists::WaitingLists(const Limits& limits)
    : limits_{limits.idle_time_max,
              limits.head_time_max,
              kBodyWindow,
              limits.write_time_max,
              kLingerTime,
              limits.ping_after,
              limits.pong_time_max} {
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
  const auto most = what == Wait::stream ? kStreamsPerTick : std::size_t(-1);
  for (std::size_t expired = 0; expired < most; ++expired) {
    auto* const waiter = list(what).oldest;
    if (waiter == nullptr) return;
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
