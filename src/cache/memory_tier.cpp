#include "cache/memory_tier.h"

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <utility>

#include "cache/lru_index.h"

namespace vitrine::cache {

namespace {

struct Kept {
  std::shared_ptr<const Entry> entry;
  std::uint64_t times = 0;
};

using Index = LruIndex<Kept>;

constexpr std::size_t kStripesMax = 16;
// A stripe that holds fewer large results than this would evict out of bad luck with the hash.
constexpr std::uint64_t kLargeEntriesPerStripe = 8;
// The hash tables' nodes and buckets, the name of the group, and what malloc adds to each.
constexpr std::uint64_t kBookkeepingBytes = sizeof(Index::Node) + 160;

std::size_t stripes_for(const MemoryConfig& config) {
  const auto share = std::max<std::uint64_t>(config.entry_bytes_max, 1) * kLargeEntriesPerStripe;
  return std::clamp<std::size_t>(config.bytes_max / share, 1, kStripesMax);
}

std::uint64_t cost(std::string_view group, std::string_view item, const Entry& entry) {
  return entry.bytes->size() + entry.content_type.size() + entry.etag.size() + group.size() +
         item.size() + sizeof(Entry) + kBookkeepingBytes;
}

}  // namespace

struct alignas(64) MemoryTier::Stripe {
  mutable std::mutex mutex;
  Index index;
  std::uint64_t evictions = 0;
};

MemoryTier::MemoryTier(MemoryConfig config)
    : config_(config),
      stripe_count_(stripes_for(config)),
      stripes_(std::make_unique<Stripe[]>(stripe_count_)) {
}

MemoryTier::~MemoryTier() = default;

MemoryTier::Stripe& MemoryTier::stripe_of(std::string_view group) {
  // The hash tables use the low bits of the same hash; the high ones choose the stripe.
  return stripes_[(TextHash{}(group) >> 48U) % stripe_count_];
}

std::shared_ptr<const Entry> MemoryTier::find(std::string_view group,
                                              std::string_view item,
                                              std::uint64_t* times) {
  Stripe& stripe = stripe_of(group);
  const std::scoped_lock lock(stripe.mutex);
  Index::Node* node = stripe.index.find(group, item);
  if (node == nullptr) return nullptr;
  stripe.index.use(*node);
  if (times != nullptr) *times = ++node->value.times;
  return node->value.entry;
}

void MemoryTier::put(std::string_view group,
                     std::string_view item,
                     std::shared_ptr<const Entry> entry) {
  if (entry == nullptr || entry->bytes == nullptr) return;
  if (entry->bytes->size() > config_.entry_bytes_max) return;
  const std::uint64_t bytes = cost(group, item, *entry);
  const std::uint64_t share = config_.bytes_max / stripe_count_;
  if (bytes > share) return;

  Stripe& stripe = stripe_of(group);
  const std::scoped_lock lock(stripe.mutex);
  Index::Node& node = stripe.index.insert(group, item);
  stripe.index.use(node);
  stripe.index.set_bytes(node, bytes);
  node.value.entry = std::move(entry);
  // Ends before the new entry, which fits the share alone.
  while (stripe.index.bytes() > share) {
    stripe.index.erase(*stripe.index.oldest());
    ++stripe.evictions;
  }
}

std::uint64_t MemoryTier::remove_group(std::string_view group) {
  Stripe& stripe = stripe_of(group);
  const std::scoped_lock lock(stripe.mutex);
  return stripe.index.erase_group(group);
}

MemoryTier::Totals MemoryTier::totals() const {
  Totals totals;
  for (std::size_t i = 0; i < stripe_count_; ++i) {
    const std::scoped_lock lock(stripes_[i].mutex);
    totals.bytes += stripes_[i].index.bytes();
    totals.entries += stripes_[i].index.entries();
    totals.evictions += stripes_[i].evictions;
  }
  return totals;
}

}  // namespace vitrine::cache
