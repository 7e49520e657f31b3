// A blob store in memory that counts what is asked of it and fails on demand.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blobs/blob_store.h"
#include "runtime/clock.h"

namespace vitrine::testing {

// Lives on: any thread (mutex). Answers at once, on the calling loop.
class MemoryStore final : public blobs::BlobStore {
 public:
  explicit MemoryStore(const Clock& clock) : clock_(clock) {}

  Task<Result<void>> put(std::string name, std::string_view bytes) override {
    const std::scoped_lock lock(mutex_);
    if (full_) co_return fail(FailureKind::unavailable, "The disk is full");
    blobs_[std::move(name)] = {std::string(bytes), clock_.wall(), clock_.wall()};
    ++puts_;
    co_return Result<void>{};
  }

  // Nothing that is tested on this store arrives in pieces.
  Task<Result<std::unique_ptr<blobs::IncomingBlob>>> begin() override {
    co_return fail(FailureKind::unavailable, "Not in memory");
  }

  Task<Result<std::optional<blobs::Blob>>> open(std::string name) override {
    const std::scoped_lock lock(mutex_);
    if (broken_) co_return fail(FailureKind::unavailable, "The disk is broken");
    const auto found = blobs_.find(name);
    if (found == blobs_.end()) co_return std::nullopt;
    co_return blobs::Blob{file_of(found->second.bytes), found->second.modified};
  }

  Task<void> touch(std::string name) override {
    const std::scoped_lock lock(mutex_);
    if (const auto found = blobs_.find(name); found != blobs_.end()) {
      found->second.used = clock_.wall();
    }
    ++touches_;
    co_return;
  }

  Task<Result<bool>> remove(std::string name) override {
    const std::scoped_lock lock(mutex_);
    co_return blobs_.erase(name) == 1;
  }

  Task<Result<std::uint64_t>> remove_folder(std::string folder) override {
    const std::scoped_lock lock(mutex_);
    co_return std::erase_if(blobs_,
                            [&](const auto& blob) { return blob.first.starts_with(folder + '/'); });
  }

  Task<Result<std::vector<blobs::BlobInfo>>> list(std::string folder) override {
    const std::scoped_lock lock(mutex_);
    if (broken_) co_return fail(FailureKind::unavailable, "The disk is broken");
    std::vector<blobs::BlobInfo> found;
    for (const auto& [name, blob] : blobs_) {
      if (!name.starts_with(folder + '/')) continue;
      found.push_back({name, blob.bytes.size(), blob.modified, blob.used});
    }
    co_return found;
  }

  void set_full(bool full) {
    const std::scoped_lock lock(mutex_);
    full_ = full;
  }

  void set_broken(bool broken) {
    const std::scoped_lock lock(mutex_);
    broken_ = broken;
  }

  std::vector<std::string> names() const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, blob] : blobs_) names.push_back(name);
    return names;
  }

  std::size_t puts() const {
    const std::scoped_lock lock(mutex_);
    return puts_;
  }

  std::size_t touches() const {
    const std::scoped_lock lock(mutex_);
    return touches_;
  }

 private:
  struct Stored {
    std::string bytes;
    WallTime modified;
    WallTime used;
  };

  static SharedFile file_of(std::string_view bytes) {
    UniqueFd fd(::memfd_create("blob", MFD_CLOEXEC));
    if (!fd ||
        ::pwrite(fd.get(), bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
      throw std::runtime_error("no memory for a blob");
    }
    return std::make_shared<const OpenFile>(OpenFile{std::move(fd), bytes.size()});
  }

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Stored> blobs_;
  bool full_ = false;
  bool broken_ = false;
  std::size_t puts_ = 0;
  std::size_t touches_ = 0;
};

}  // namespace vitrine::testing
