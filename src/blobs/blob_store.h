// Bytes by name, written whole or not at all. Names are paths of 1 to 8 segments joined by '/',
// each of 1 to 128 bytes from [A-Za-z0-9._-] and not starting with a dot, so a name can never leave
// the store.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blobs/incoming_blob.h"
#include "failure/result.h"
#include "runtime/clock.h"
#include "runtime/open_file.h"
#include "runtime/task.h"

namespace vitrine::blobs {

struct BlobInfo {
  std::string name;
  std::uint64_t bytes = 0;
  WallTime modified;
  // When the store last saw it used; for least-recently-used eviction across restarts.
  WallTime used;
};

struct Blob {
  SharedFile file;
  WallTime modified;
};

// Any thread may call; the awaiting loop is never blocked. Every call is all or nothing, except
// remove_folder(), which may stop half way. A name that is not of the form above is bad_request.
class BlobStore {
 public:
  virtual ~BlobStore() = default;

  // Writes to a temporary name and renames, so a reader sees the old bytes or the new, never a
  // part. A full disk is FailureKind::unavailable, and leaves nothing behind.
  virtual Task<Result<void>> put(std::string name, std::string_view bytes) = 0;
  // For bytes that arrive in pieces.
  virtual Task<Result<std::unique_ptr<IncomingBlob>>> begin() = 0;
  // A name that is not there is not a failure.
  virtual Task<Result<std::optional<Blob>>> open(std::string name) = 0;
  // Notes a use for eviction; a failure to note it is not a failure.
  virtual Task<void> touch(std::string name) = 0;
  // Removing what is not there is not a failure; the answer says whether it was.
  virtual Task<Result<bool>> remove(std::string name) = 0;
  // Removes every blob whose name starts with `folder` + '/'; the answer counts them. A blob that
  // is put meanwhile may stay.
  virtual Task<Result<std::uint64_t>> remove_folder(std::string folder) = 0;
  // Every blob under `folder` ("" is the whole store), in no order. A scan of a large store takes
  // seconds.
  virtual Task<Result<std::vector<BlobInfo>>> list(std::string folder) = 0;
};

// A name of the form above?
bool is_blob_name(std::string_view name);
// What a store answers to any other one.
std::unexpected<Failure> bad_name(const std::string& name);
// One segment of it?
bool is_blob_segment(std::string_view segment);

}  // namespace vitrine::blobs
