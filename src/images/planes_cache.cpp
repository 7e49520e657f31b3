#include "images/planes_cache.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace vitrine::images {

namespace {

std::string key_of(std::string_view original, Scales scales) {
  std::string key(original);
  key += '\n';
  key += static_cast<char>('0' + scales.luma);
  key += static_cast<char>('0' + scales.chroma);
  return key;
}

std::uint64_t bytes_of(const DecodedPlanes& planes) {
  return sizeof(planes) + planes.luma.samples.capacity() + planes.blue.samples.capacity() +
         planes.red.samples.capacity() + planes.spread.samples.capacity();
}

}  // namespace

bool PlanesCache::ask(std::string_view original) {
  if (bytes_max_ == 0) return false;
  const auto hash = std::hash<std::string_view>()(original);
  const std::scoped_lock lock(mutex_);
  // Two names with one hash are hot a little sooner.
  const bool hot = std::ranges::find(asked_, hash) != asked_.end();
  asked_[next_asked_] = hash;
  next_asked_ = (next_asked_ + 1) % asked_.size();
  return hot;
}

SharedPlanes PlanesCache::find(std::string_view original, Scales scales) {
  if (bytes_max_ == 0) return nullptr;
  const auto key = key_of(original, scales);
  const std::scoped_lock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    ++totals_.misses;
    return nullptr;
  }
  ++totals_.hits;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->planes;
}

bool PlanesCache::has(std::string_view original, Scales scales) const {
  const auto key = key_of(original, scales);
  const std::scoped_lock lock(mutex_);
  return by_key_.contains(key);
}

void PlanesCache::put(std::string_view original, SharedPlanes planes) {
  Entry entry{.key = key_of(original, planes->scales), .bytes = 0, .planes = std::move(planes)};
  entry.bytes = bytes_of(*entry.planes) + 2 * entry.key.size();
  if (entry.bytes > bytes_max_ / 4) return;
  // Freed after the lock.
  Entries gone;
  const std::scoped_lock lock(mutex_);
  // Two threads may have decoded the same at once.
  if (by_key_.contains(entry.key)) return;
  totals_.bytes += entry.bytes;
  entries_.push_front(std::move(entry));
  by_key_.emplace(entries_.front().key, entries_.begin());
  while (totals_.bytes > bytes_max_) {
    totals_.bytes -= entries_.back().bytes;
    ++totals_.evictions;
    by_key_.erase(entries_.back().key);
    gone.splice(gone.begin(), entries_, std::prev(entries_.end()));
  }
}

PlanesCache::Totals PlanesCache::totals() const {
  const std::scoped_lock lock(mutex_);
  auto totals = totals_;
  totals.entries = entries_.size();
  return totals;
}

}  // namespace vitrine::images
