#include "accounts/throttle.h"

#include <algorithm>

namespace vitrine::accounts {

std::optional<std::chrono::seconds> Throttle::wait(std::string_view key, SteadyTime now) {
  const std::scoped_lock lock(mutex_);
  return wait_locked(key, now);
}

void Throttle::count(std::string_view key, SteadyTime now) {
  const std::scoped_lock lock(mutex_);
  count_locked(key, now);
}

std::optional<std::chrono::seconds> Throttle::enter(std::string_view key, SteadyTime now) {
  const std::scoped_lock lock(mutex_);
  const auto left = wait_locked(key, now);
  if (!left) count_locked(key, now);
  return left;
}

void Throttle::forget(std::string_view key) {
  const std::scoped_lock lock(mutex_);
  entries_.erase(key);
}

void Throttle::uncount(std::string_view key) {
  const std::scoped_lock lock(mutex_);
  auto* entry = entries_.find(key);
  if (entry == nullptr || entry->failures == 0) return;
  --entry->failures;
  entry->next = {};
}

std::optional<std::chrono::seconds> Throttle::wait_locked(std::string_view key, SteadyTime now) {
  const auto* entry = entries_.find(key);
  if (entry == nullptr || now >= entry->next) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(entry->next - now);
}

void Throttle::count_locked(std::string_view key, SteadyTime now) {
  auto& entry = entries_[key];
  if (now - entry.last >= rules_.forgotten_after) entry = {};
  entry.last = now;
  ++entry.failures;
  if (entry.failures < rules_.free) return;
  // 2^20 seconds are longer than any bound.
  const auto doublings = std::min<std::uint32_t>(entry.failures - rules_.free, 20);
  entry.next = now + std::min(rules_.longest, rules_.first * (1 << doublings));
}

}  // namespace vitrine::accounts
