// What tokens stood for when the store was asked last, so that not every request asks it. Bounded.
// What is known here is forgotten at once when this instance changes it, and after a few seconds in
// any case, for the changes of others.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "accounts/bounded_map.h"
#include "runtime/clock.h"

namespace vitrine::accounts {

// Value has a WallTime `seen`. Lives on: any thread (mutex).
template <class Value>
class KnownTokens {
 public:
  KnownTokens(std::size_t entries_max, std::chrono::milliseconds believed_for)
      : believed_for_(believed_for), entries_(entries_max) {}

  // Absent when the store has to be asked. `is_good` looks at what is known; a good one is noted as
  // seen at `wall`.
  std::optional<Value> find(std::string_view hash,
                            SteadyTime now,
                            WallTime wall,
                            const auto& is_good) {
    const std::scoped_lock lock(mutex_);
    auto* entry = entries_.find(hash);
    if (entry == nullptr || now - entry->asked >= believed_for_ || !is_good(entry->value)) {
      return std::nullopt;
    }
    entry->value.seen = wall;
    return entry->value;
  }

  // Taken before the store is asked. An answer that something has overtaken is not kept.
  std::uint64_t changes() {
    const std::scoped_lock lock(mutex_);
    return changes_;
  }

  void keep(std::string_view hash, Value value, std::uint64_t changes_before, SteadyTime now) {
    const std::scoped_lock lock(mutex_);
    if (changes_ == changes_before) entries_[hash] = {std::move(value), now};
  }

  // When it was seen last as far as this instance knows, however long ago the store was asked.
  std::optional<WallTime> seen(std::string_view hash) {
    const std::scoped_lock lock(mutex_);
    const auto* entry = entries_.find(hash);
    return entry == nullptr ? std::nullopt : std::optional(entry->value.seen);
  }

  void forget(std::string_view hash) {
    const std::scoped_lock lock(mutex_);
    entries_.erase(hash);
  }

  // After a change has been committed.
  void forget_if(const auto& goes) {
    const std::scoped_lock lock(mutex_);
    ++changes_;
    entries_.erase_if([&goes](const Entry& entry) { return goes(entry.value); });
  }

 private:
  struct Entry {
    Value value;
    SteadyTime asked;
  };

  const std::chrono::milliseconds believed_for_;
  std::mutex mutex_;
  BoundedMap<Entry> entries_;
  std::uint64_t changes_ = 0;
};

}  // namespace vitrine::accounts
