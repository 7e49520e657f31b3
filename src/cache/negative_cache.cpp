#include "cache/negative_cache.h"

#include <list>
#include <map>
#include <mutex>
#include <utility>

namespace vitrine::cache {

struct NegativeCache::State {
  struct Remembered;
  using ByKey = std::map<std::string, Remembered, std::less<>>;

  struct Remembered {
    Failure failure;
    SteadyTime until;
    std::list<ByKey::iterator>::iterator place;
  };

  void erase(ByKey::iterator found) {
    by_age.erase(found->second.place);
    by_key.erase(found);
  }

  mutable std::mutex mutex;
  // Ordered, for forget_prefix.
  ByKey by_key;
  // Oldest first. The ttl is the same for all, so this is also the order in which they end.
  std::list<ByKey::iterator> by_age;
};

NegativeCache::NegativeCache(NegativeConfig config, const Clock& clock)
    : config_(config), clock_(clock), state_(std::make_unique<State>()) {
}

NegativeCache::~NegativeCache() = default;

std::optional<Failure> NegativeCache::find(std::string_view key) const {
  const SteadyTime now = clock_.steady();
  const std::scoped_lock lock(state_->mutex);
  const auto found = state_->by_key.find(key);
  if (found == state_->by_key.end() || found->second.until <= now) return std::nullopt;
  return found->second.failure;
}

void NegativeCache::remember(std::string key, const Failure& failure) {
  if (failure.kind == FailureKind::busy || failure.kind == FailureKind::unavailable) return;
  if (config_.ttl <= std::chrono::seconds::zero() || config_.entries_max == 0) return;
  const SteadyTime now = clock_.steady();
  const std::scoped_lock lock(state_->mutex);
  if (const auto found = state_->by_key.find(key); found != state_->by_key.end()) {
    state_->erase(found);
  }
  while (!state_->by_age.empty() && (state_->by_key.size() >= config_.entries_max ||
                                     state_->by_age.front()->second.until <= now)) {
    state_->erase(state_->by_age.front());
  }
  const auto added =
      state_->by_key.emplace(std::move(key), State::Remembered{failure, now + config_.ttl, {}})
          .first;
  added->second.place = state_->by_age.insert(state_->by_age.end(), added);
}

void NegativeCache::forget(std::string_view key) {
  const std::scoped_lock lock(state_->mutex);
  const auto found = state_->by_key.find(key);
  if (found != state_->by_key.end()) state_->erase(found);
}

void NegativeCache::forget_prefix(std::string_view prefix) {
  const std::scoped_lock lock(state_->mutex);
  auto next = state_->by_key.lower_bound(prefix);
  while (next != state_->by_key.end() && next->first.starts_with(prefix)) {
    state_->erase(next++);
  }
}

}  // namespace vitrine::cache
