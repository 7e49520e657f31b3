// Finished pictures: in memory, and in the blob store behind it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cache/disk_tier.h"
#include "cache/memory_tier.h"
#include "delivery/original.h"
#include "delivery/rooms.h"
#include "delivery/store_trouble.h"
#include "failure/result.h"
#include "images/recipe.h"
#include "images/render.h"
#include "runtime/task.h"

namespace vitrine::delivery {

using Picture = std::shared_ptr<const cache::Entry>;

// What one result is called, everywhere. A value.
struct ResultId {
  ResultId(std::string key, const Original& original, const images::Recipe& recipe);

  std::string source_key;  // group in memory
  std::string item;        // item in memory: the recipe; a careful result takes the other's place
  std::string group;       // on disk: source_id(source_key)
  std::string name;        // on disk: version and recipe
  std::string etag;
};

struct ResultsConfig {
  cache::MemoryConfig memory;
  cache::DiskConfig disk;
  // For the header of a stored result, which is looked at when it is read back.
  images::Limits images;
};

// A store that fails makes pictures slower, not impossible: its failures are told to StoreTrouble
// and never returned, except where a purge could not be done.
//
// Lives on: any thread.
class Results {
 public:
  Results(ResultsConfig config, Rooms rooms, StoreTrouble& trouble);

  Task<Result<void>> scan();

  // From memory, while it is fresh. No allocation. `times` as MemoryTier::find has it.
  Picture find(std::string_view source_key, std::string_view item, std::uint64_t* times = nullptr);
  // From memory, although its time is over: the original turned out to be the same as before. It is
  // fresh again from here on.
  Picture renew(const ResultId& id, const Original& original);
  // From disk, and from then on also from memory. Null when it has not been made, or when it has
  // been damaged, which also removes it.
  Task<Picture> stored(ResultId id, Original original);

  // Has this process made it, or found it, on disk?
  bool knows(const ResultId& id) const { return disk_.knows(id.group, id.name); }

  // Bytes of the result if it has been made, without reading it.
  Task<std::optional<std::uint64_t>> size(ResultId id);
  // Stores what was just rendered. It can be served whether or not that went well.
  Task<Picture> keep(ResultId id, Original original, images::Encoded encoded);
  // Every result of one original, whatever its version. The answer counts them.
  Task<Result<std::uint64_t>> forget(std::string source_key);

  const cache::MemoryTier& memory() const { return memory_; }

  const cache::DiskTier& disk() const { return disk_; }

 private:
  Task<std::optional<blobs::Blob>> open(ResultId id);
  Task<SharedFile> store(ResultId id, Original original, std::string_view bytes);
  // What is made of half an original is asked about again soon.
  SteadyTime fresh_until(const cache::Entry& entry, const Original& original) const;
  void remember(const ResultId& id, Picture picture);

  const ResultsConfig config_;
  Rooms rooms_;
  StoreTrouble& trouble_;
  cache::MemoryTier memory_;
  cache::DiskTier disk_;
};

}  // namespace vitrine::delivery
