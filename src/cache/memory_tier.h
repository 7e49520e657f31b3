// Finished results in memory, least recently used out first, bounded by bytes. The first place that
// a request looks, from an event loop: a find takes well under a microsecond and allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/clock.h"
#include "runtime/open_file.h"
#include "runtime/shared_bytes.h"

namespace vitrine::cache {

// One result, immutable, shared by everyone who is being sent it.
struct Entry {
  // Exactly one of the two is set. `file` is for results too large for the memory tier.
  SharedBytes bytes;
  SharedFile file;
  std::string content_type;
  std::string etag;  // with its quotes
  WallTime modified;
  // Until then the original need not be asked about.
  SteadyTime fresh_until;
  // Which state of its original it was made from; the owner of the cache compares it.
  std::uint64_t generation = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  // Of an original that ended early: soon it may be whole, so nobody keeps this for long.
  bool cut = false;
};

struct MemoryConfig {
  std::uint64_t bytes_max = 256ULL << 20;
  // A larger result is served from the disk tier by sendfile(2).
  std::uint64_t entry_bytes_max = 1ULL << 20;
};

// Lives on: any thread (one mutex per stripe).
class MemoryTier {
 public:
  explicit MemoryTier(MemoryConfig config);
  ~MemoryTier();
  MemoryTier(const MemoryTier&) = delete;
  MemoryTier& operator=(const MemoryTier&) = delete;

  // `group` is the identity of an original, `item` of one result of it. Null when absent. Where
  // `times` is given, the find is counted, and it becomes how often that happened since the name
  // came into memory, whatever was put under it since.
  std::shared_ptr<const Entry> find(std::string_view group,
                                    std::string_view item,
                                    std::uint64_t* times = nullptr);
  // Does nothing for an entry over entry_bytes_max, or one that has a file instead of bytes.
  void put(std::string_view group, std::string_view item, std::shared_ptr<const Entry> entry);
  // Every result of one original; the answer counts them.
  std::uint64_t remove_group(std::string_view group);

  // Keys and bookkeeping included.
  std::uint64_t bytes() const { return totals().bytes; }

  std::uint64_t entries() const { return totals().entries; }

  std::uint64_t evictions() const { return totals().evictions; }

 private:
  struct Stripe;

  struct Totals {
    std::uint64_t bytes = 0;
    std::uint64_t entries = 0;
    std::uint64_t evictions = 0;
  };

  Stripe& stripe_of(std::string_view group);
  Totals totals() const;

  const MemoryConfig config_;
  // Every result of one original is in one stripe, which has an equal share of bytes_max.
  const std::size_t stripe_count_;
  std::unique_ptr<Stripe[]> stripes_;
};

}  // namespace vitrine::cache
