// What this process has learnt about originals, so that most orders need neither the origin nor the
// disk to know which version is current. Bounded by count, least recently used out first; what is
// forgotten here is read back from the kept copy, or asked again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "cache/lru_index.h"
#include "delivery/original.h"
#include "delivery/original_info.h"
#include "origin/origins.h"

namespace vitrine::delivery {

struct KnownOriginal {
  std::string fingerprint;
  std::string version;
  origin::Validators validators;
  WallTime modified;
  SteadyTime fresh_until;
  std::uint64_t generation = 0;
  // Nobody has made the popular sizes of this version yet.
  bool is_new = false;
  // Absent until somebody has asked.
  std::shared_ptr<const OriginalInfo> info;
};

// Lives on: any thread (mutex).
class KnownOriginals {
 public:
  explicit KnownOriginals(std::size_t entries_max) : entries_max_(entries_max) {}

  // Absent as well when what is known is of another generation.
  std::optional<KnownOriginal> find(std::string_view source_key, std::uint64_t generation);
  // Replaces what is known, whatever its version.
  void learn(std::string_view source_key, KnownOriginal known);
  void forget(std::string_view source_key);

  // These do nothing when another version has become known meanwhile.
  void set_info(std::string_view source_key,
                std::string_view version,
                std::shared_ptr<const OriginalInfo> info);
  // Doubt: the origin is asked again at `until`, if not before.
  void stale_at(std::string_view source_key, std::string_view version, SteadyTime until);
  // True for the first caller only, and only for a version that is new.
  bool claim_new(std::string_view source_key, std::string_view version);

 private:
  using Index = cache::LruIndex<KnownOriginal>;
  Index::Node* find_version(std::string_view source_key, std::string_view version);

  const std::size_t entries_max_;
  std::mutex mutex_;
  // Groups of one item each.
  Index index_;
};

}  // namespace vitrine::delivery
