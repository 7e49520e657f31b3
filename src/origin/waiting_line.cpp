#include "origin/waiting_line.h"

#include <iterator>

namespace vitrine::origin {

Task<Result<WaitingLine::Place>> WaitingLine::enter(std::string host, SteadyTime until) {
  // Those who wait already were not admitted, so whoever comes in now overtakes nobody who could.
  if (admit(host)) co_return Place(*this, std::move(host));
  if (waiting_.size() >= limits_.waiting_max) {
    co_return fail(FailureKind::busy,
                   "Too many originals are being fetched (" + std::to_string(limits_.waiting_max) +
                       " waiting); try again in a moment");
  }
  Waiting me(host, wakeups_);
  const auto place = waiting_.insert(waiting_.end(), &me);
  while (!me.admitted && !wakeups_.closed() && std::chrono::steady_clock::now() < until) {
    co_await me.signal.wait_until(until);
  }
  if (me.admitted) co_return Place(*this, std::move(host));
  waiting_.erase(place);
  if (wakeups_.closed()) co_return fail(FailureKind::unavailable, "Vitrine is stopping");
  co_return fail(FailureKind::busy,
                 "No original could be fetched in time, because others are slow; try again later");
}

bool WaitingLine::admit(const std::string& host) {
  if (running_ >= limits_.running_max) return false;
  auto& running_there = running_by_host_[host];
  if (running_there >= limits_.running_per_host_max) return false;
  ++running_there;
  ++running_;
  return true;
}

void WaitingLine::leave(const std::string& host) {
  --running_;
  const auto there = running_by_host_.find(host);
  if (--there->second == 0) running_by_host_.erase(there);
  // One place became free, so at most one comes in.
  for (auto next = waiting_.begin(); next != waiting_.end(); ++next) {
    if (!admit((*next)->host)) continue;
    (*next)->admitted = true;
    (*next)->signal.notify();
    waiting_.erase(next);
    return;
  }
}

}  // namespace vitrine::origin
