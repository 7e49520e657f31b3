// Finished results in a blob store, least recently used out first, bounded by bytes. Survives
// restarts: the index is read back from the store by a scan in the background, and until it is done
// nothing is evicted. Results that another process wrote into the same store are found.
//
// The bound counts what this process has written, found or scanned. Blobs that another process has
// added since the last scan are not in it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blobs/blob_store.h"
#include "failure/result.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "runtime/task.h"

namespace vitrine::cache {

struct DiskConfig {
  std::uint64_t bytes_max = 10ULL << 30;
  // The folder of the store that this tier owns.
  std::string folder = "results";
};

struct ResultName {
  std::string group;
  std::string item;
};

// Blobs are named <folder>/<ab>/<group>/<item>, where <ab> are the first two characters of the
// group. Groups and items are segments of a blob name, a group at least two characters long.
//
// Lives on: any thread (mutex around the index).
class DiskTier {
 public:
  DiskTier(DiskConfig config, blobs::BlobStore& store, const Clock& clock);
  ~DiskTier();
  DiskTier(const DiskTier&) = delete;
  DiskTier& operator=(const DiskTier&) = delete;

  // Reads the index back, sorting on `pool`; call once, as a background task. Repeating it adds
  // what other processes have written. What they have removed is noticed when it is looked for or
  // evicted.
  Task<Result<void>> scan(Pool& pool);

  Task<Result<std::optional<blobs::Blob>>> find(std::string group, std::string item);
  // Is it in the index? Asks no store, and so knows nothing of what another process has just made.
  bool knows(std::string_view group, std::string_view item) const;
  // Evicts first when the new total would exceed bytes_max. A full disk is `unavailable`, and so is
  // a result larger than bytes_max; the caller serves the result all the same. `bytes` must stay
  // valid until the task ends.
  Task<Result<void>> put(std::string group, std::string item, std::string_view bytes);
  Task<Result<std::uint64_t>> remove_group(std::string group);
  Task<Result<bool>> remove(std::string group, std::string item);

  std::uint64_t bytes() const;
  std::uint64_t entries() const;
  std::uint64_t evictions() const;

 private:
  struct Index;
  std::string name_of(const std::string& group, const std::string& item) const;
  Task<void> remove_evicted(std::vector<ResultName> evicted);

  const DiskConfig config_;
  blobs::BlobStore& store_;
  const Clock& clock_;
  std::unique_ptr<Index> index_;
};

}  // namespace vitrine::cache
