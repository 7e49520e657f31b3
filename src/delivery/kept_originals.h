// Copies of originals that came over HTTP, so that an origin is asked for each picture once,
// however many sizes of it are made, and so that its outage is not ours. Least recently used out
// first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "blobs/blob_store.h"
#include "cache/disk_tier.h"
#include "delivery/kept_header.h"
#include "delivery/original.h"
#include "failure/result.h"
#include "runtime/pool.h"
#include "runtime/shared_bytes.h"
#include "runtime/task.h"

namespace vitrine::delivery {

struct KeptOriginal {
  KeptHeader header;
  OriginalBytes body;
};

// Lives on: any thread. `id` is source_id().
class KeptOriginals {
 public:
  KeptOriginals(std::uint64_t bytes_max, blobs::BlobStore& blobs, Pool& files, const Clock& clock);

  Task<Result<void>> scan();
  // A copy that is damaged is removed, and absent.
  Task<Result<std::optional<KeptOriginal>>> find(std::string id);
  // The answer has the file, so that the bytes need not stay in memory.
  Task<Result<OriginalBytes>> keep(std::string id, KeptHeader header, SharedBytes bytes);
  Task<Result<bool>> remove(std::string id);

  const cache::DiskTier& tier() const { return tier_; }

 private:
  Pool& files_;
  cache::DiskTier tier_;
};

}  // namespace vitrine::delivery
