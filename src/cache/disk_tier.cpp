#include "cache/disk_tier.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "cache/lru_index.h"
#include "runtime/run_on.h"

namespace vitrine::cache {

namespace {

// A hot result is not worth a system call at each use: its place in the order of eviction may be
// this much out of date after a restart.
constexpr std::chrono::minutes kTouchEvery{1};
// How much of a scan is added under one lock, so that a find waits for microseconds.
constexpr std::size_t kScanStep = 256;

struct Use {
  std::optional<SteadyTime> touched;
};

// The last two segments of a blob's name.
std::optional<ResultName> parse_name(std::string_view name) {
  const auto item = name.rfind('/');
  if (item == std::string_view::npos || item == 0) return std::nullopt;
  const auto group = name.rfind('/', item - 1);
  if (group == std::string_view::npos) return std::nullopt;
  return ResultName{std::string(name.substr(group + 1, item - group - 1)),
                    std::string(name.substr(item + 1))};
}

}  // namespace

// Its functions take the lock; none of them calls the store.
struct DiskTier::Index {
  mutable std::mutex mutex;
  LruIndex<Use> lru;
  // Of results that are being written: they count, but cannot be evicted yet.
  std::uint64_t bytes_being_written = 0;
  std::uint64_t evictions = 0;
  bool scanned = false;

  // The answer says whether the store should note this use.
  bool note_use(const ResultName& name, std::uint64_t bytes, SteadyTime now) {
    const std::scoped_lock lock(mutex);
    auto& node = lru.insert(name.group, name.item);
    lru.use(node);
    lru.set_bytes(node, bytes);
    if (node.value.touched && now - *node.value.touched < kTouchEvery) return false;
    node.value.touched = now;
    return true;
  }

  void forget(const ResultName& name) {
    const std::scoped_lock lock(mutex);
    if (auto* node = lru.find(name.group, name.item)) lru.erase(*node);
  }

  std::uint64_t forget_group(const std::string& group) {
    const std::scoped_lock lock(mutex);
    return lru.erase_group(group);
  }

  // Makes room for a result that is about to be written, and names what has to go.
  std::vector<ResultName> reserve(std::uint64_t bytes, std::uint64_t bytes_max) {
    const std::scoped_lock lock(mutex);
    bytes_being_written += bytes;
    std::vector<ResultName> evicted;
    if (!scanned) return evicted;
    while (lru.bytes() + bytes_being_written > bytes_max && lru.oldest() != nullptr) {
      auto& oldest = *lru.oldest();
      evicted.push_back({*oldest.group_name, *oldest.item_name});
      lru.erase(oldest);
      ++evictions;
    }
    return evicted;
  }

  // Counts a result that is being written, from reserve() until it is destroyed.
  struct Writing {
    Index& index;
    std::uint64_t bytes;

    ~Writing() {
      const std::scoped_lock lock(index.mutex);
      index.bytes_being_written -= bytes;
    }
  };

  void add_older(std::span<const blobs::BlobInfo> newest_first) {
    const std::scoped_lock lock(mutex);
    for (const blobs::BlobInfo& info : newest_first) {
      const auto name = parse_name(info.name);
      if (!name) continue;
      if (auto* node = lru.insert_oldest(name->group, name->item)) lru.set_bytes(*node, info.bytes);
    }
  }

  void add_all(std::vector<blobs::BlobInfo> found) {
    std::ranges::sort(found, std::ranges::greater{}, &blobs::BlobInfo::used);
    for (std::size_t done = 0; done < found.size(); done += kScanStep) {
      const auto step = std::min(kScanStep, found.size() - done);
      add_older(std::span(found).subspan(done, step));
    }
    const std::scoped_lock lock(mutex);
    scanned = true;
  }
};

DiskTier::DiskTier(DiskConfig config, blobs::BlobStore& store, const Clock& clock)
    : config_(std::move(config)), store_(store), clock_(clock), index_(std::make_unique<Index>()) {
}

DiskTier::~DiskTier() = default;

std::string DiskTier::name_of(const std::string& group, const std::string& item) const {
  return config_.folder + '/' + group.substr(0, 2) + '/' + group + '/' + item;
}

Task<Result<void>> DiskTier::scan(Pool& pool) {
  CO_TRY(auto found, co_await store_.list(config_.folder));
  co_await run_on(
      pool, [this, found = std::move(found)]() mutable { index_->add_all(std::move(found)); });
  // The limit may have been lowered since.
  co_await remove_evicted(index_->reserve(0, config_.bytes_max));
  co_return Result<void>{};
}

bool DiskTier::knows(std::string_view group, std::string_view item) const {
  const std::scoped_lock lock(index_->mutex);
  return index_->lru.find(group, item) != nullptr;
}

Task<Result<std::optional<blobs::Blob>>> DiskTier::find(std::string group, std::string item) {
  std::string blob_name = name_of(group, item);
  const ResultName name{std::move(group), std::move(item)};
  CO_TRY(auto blob, co_await store_.open(blob_name));
  if (!blob) {
    index_->forget(name);
    co_return std::nullopt;
  }
  const bool touch = index_->note_use(name, blob->file->bytes, clock_.steady());
  if (touch) co_await store_.touch(std::move(blob_name));
  co_return std::move(blob);
}

Task<Result<void>> DiskTier::put(std::string group, std::string item, std::string_view bytes) {
  if (bytes.size() > config_.bytes_max) {
    co_return fail(FailureKind::unavailable,
                   "The result is larger than the whole disk cache",
                   std::to_string(bytes.size()) + " bytes, " + config_.folder + " may hold " +
                       std::to_string(config_.bytes_max));
  }
  auto evicted = index_->reserve(bytes.size(), config_.bytes_max);
  const Index::Writing writing{*index_, bytes.size()};
  co_await remove_evicted(std::move(evicted));
  Result<void> written = co_await store_.put(name_of(group, item), bytes);
  if (written) index_->note_use({std::move(group), std::move(item)}, bytes.size(), clock_.steady());
  co_return written;
}

Task<void> DiskTier::remove_evicted(std::vector<ResultName> evicted) {
  for (const ResultName& old : evicted) {
    // What cannot be removed is added again by the next scan.
    (void)co_await store_.remove(name_of(old.group, old.item));
  }
}

Task<Result<std::uint64_t>> DiskTier::remove_group(std::string group) {
  index_->forget_group(group);
  std::string folder = config_.folder + '/' + group.substr(0, 2) + '/' + group;
  co_return co_await store_.remove_folder(std::move(folder));
}

Task<Result<bool>> DiskTier::remove(std::string group, std::string item) {
  std::string blob_name = name_of(group, item);
  index_->forget({std::move(group), std::move(item)});
  co_return co_await store_.remove(std::move(blob_name));
}

std::uint64_t DiskTier::bytes() const {
  const std::scoped_lock lock(index_->mutex);
  return index_->lru.bytes();
}

std::uint64_t DiskTier::entries() const {
  const std::scoped_lock lock(index_->mutex);
  return index_->lru.entries();
}

std::uint64_t DiskTier::evictions() const {
  const std::scoped_lock lock(index_->mutex);
  return index_->evictions;
}

}  // namespace vitrine::cache
