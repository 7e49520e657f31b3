// What originals were decoded to on the short way, kept for the next size of them: that costs a
// resize and an encode then. Only of originals that are hot: asked for twice among the last
// thousand. The planes do not depend on who asks, so neither do results.
//
// Full: the least recently used planes go. Planes larger than a quarter of the room are not kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "images/planar/planes.h"

namespace vitrine::images {

using SharedPlanes = std::shared_ptr<const DecodedPlanes>;

// Lives on: any thread (mutex, never held while pictures are made or freed).
class PlanesCache {
 public:
  // 0 keeps nothing.
  explicit PlanesCache(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

  // Counts a question about an original; true when it is hot. `original` is a name that no other
  // bytes have.
  bool ask(std::string_view original);
  // Null when they are not there.
  SharedPlanes find(std::string_view original, Scales scales);
  // As `find`, but is no question: nothing is counted.
  bool has(std::string_view original, Scales scales) const;
  void put(std::string_view original, SharedPlanes planes);

  struct Totals {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t bytes = 0;
    std::uint64_t entries = 0;
    std::uint64_t evictions = 0;
  };

  Totals totals() const;

 private:
  struct Entry {
    std::string key;
    std::uint64_t bytes = 0;
    SharedPlanes planes;
  };

  using Entries = std::list<Entry>;

  const std::uint64_t bytes_max_;
  mutable std::mutex mutex_;
  // The one that was used last is first.
  Entries entries_;
  std::unordered_map<std::string, Entries::iterator> by_key_;
  Totals totals_;
  // Hashes of the names that were asked for last; the next one goes to `next_asked_`.
  std::array<std::size_t, 1024> asked_{};
  std::size_t next_asked_ = 0;
};

}  // namespace vitrine::images
