// The door of `delivery`: one picture from order to bytes.
//
//   memory tier -> [single flight per result: original -> disk tier -> render slot -> render ->
//   store] original = kept copy that is still fresh -> [single flight per original: fetch, keep]
//
// Nobody sees a partial file; a hundred requests for one new picture cause one fetch and one
// render; a failure is answered to all of them, remembered for seconds and never stored. A slow
// origin holds no render slot: the slot is taken after the original has arrived.
//
// Kept originals and results are blobs:
//   originals/<ab>/<source>/original               head (kept_header.h) and bytes (HTTP origins)
//   results/<ab>/<source>/<version>-<recipe>.<ext> one file per result
// where <source> is the SHA-256 of Source::key() in hex, <ab> its first two digits, and <version>
// the first 16 hex digits of the SHA-256 of the original's fingerprint (the SHA-256 of its bytes
// for HTTP, of its key and what its folder says about it for files) and the encoder's version.
//
// A result is never wrong for its name, so processes may share the store. What a purge, or a new
// version, means to the other processes they learn when their own freshness ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blobs/blob_store.h"
#include "cache/disk_tier.h"
#include "cache/memory_tier.h"
#include "cache/negative_cache.h"
#include "delivery/order.h"
#include "delivery/original_fetcher.h"
#include "delivery/original_info.h"
#include "delivery/results.h"
#include "failure/result.h"
#include "images/render.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "origin/source.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "runtime/task.h"
#include "runtime/task_group.h"

namespace vitrine::delivery {

struct Config {
  images::Limits images;
  cache::MemoryConfig memory;
  cache::DiskConfig disk;
  cache::NegativeConfig negative;
  // Renders that may wait for a thread; the next one is refused as busy. limits.render_queue.
  std::size_t render_queue_max = 64;
  // Decoded planes of hot originals; 0 keeps none. pictures.planes_bytes.
  std::uint64_t planes_bytes_max = 64ULL << 20;
  // A kept original is asked about again (conditionally) after this long; 0 keeps it until purged.
  std::chrono::seconds original_ttl{86'400};
  // A file or an upload is looked at again after this long.
  std::chrono::seconds file_ttl{2};
  // Largest total of kept originals.
  std::uint64_t originals_bytes_max = 10ULL << 30;
  // Originals that are known to be fresh without looking at the disk; each takes about half a KiB.
  std::size_t originals_known_max = 50'000;
  // A WebP that was found in memory so often is made again in the background, with the effort that
  // nobody was to wait for; 0: never. pictures.webp_again.
  std::uint64_t webp_again = 16;
  // Popular sizes that may wait to be made; more are not made before somebody asks.
  std::size_t popular_pending_max = 1'000;
};

// What a HEAD or a conditional request needs; costs no render.
struct Description {
  std::string etag;  // with its quotes
  std::string content_type;
  WallTime modified;
  // Absent while the picture has not been made.
  std::optional<std::uint64_t> bytes;
};

// For /status.
struct Activity {
  std::size_t rendering = 0;  // running and waiting
  std::size_t fetching = 0;
  std::uint64_t memory_bytes = 0, memory_entries = 0, disk_bytes = 0, disk_entries = 0;
};

// Lives on: any thread. Its work runs as tasks of the TaskGroup, on the loops of those who ask: it
// is destroyed after they have ended (TaskGroup::wait_for) and before the rooms it is given.
class Delivery {
 public:
  Delivery(Config config,
           OriginalFetcher& fetcher,
           blobs::BlobStore& blobs,
           Pool& render_pool,
           Pool& file_pool,
           TaskGroup& tasks,
           const Clock& clock,
           observe::Metrics& metrics,
           observe::Log& log);
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // Reads the index of the disk tier back; start it as a background task.
  Task<void> scan();

  // From memory only, at once, without allocation; null when it is not there or no longer fresh,
  // and when deliver() has something to begin behind it (Config::webp_again). `source_key` is
  // order.source.key(), `item` canonical_name(order.recipe).
  Picture find(std::string_view source_key, std::string_view item);

  // not_found, not_allowed, upstream, timeout, unsupported, busy: see origins.h and render.h. When
  // an origin is down and its original was kept, the kept one serves.
  Task<Result<Picture>> deliver(Order order);
  // Several sizes of one original, each as deliver() gives it, in the order of the recipes. Those
  // that have to be made share a decode where they can; one that fails takes no other with it.
  Task<std::vector<Result<Picture>>> deliver_many(origin::Source source,
                                                  std::vector<images::Recipe> recipes);
  // May fetch the original, never renders.
  Task<Result<Description>> describe(Order order);
  Task<Result<OriginalInfo>> info(origin::Source source);
  // Forgets the original and every result of it, in memory, on disk and in the negative cache. Who
  // asks after it has ended gets nothing that was fetched before, also not from work that was under
  // way. The answer counts the results and originals removed; an unknown one is 0.
  Task<Result<std::uint64_t>> purge(origin::Source source);

  // Gives up the popular sizes that are pending. To be called when the service begins to drain.
  void stop_background();

  Activity activity() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::delivery
