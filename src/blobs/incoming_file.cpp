#include "blobs/incoming_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "blobs/blob_store.h"
#include "blobs/disk_failure.h"
#include "blobs/folder_files.h"
#include "runtime/run_on.h"

namespace vitrine::blobs {

Result<void> IncomingFile::Writing::sync() {
  if (!synced) TRY_VOID(file.sync());
  synced = true;
  return {};
}

IncomingFile::IncomingFile(std::filesystem::path folder,
                           TemporaryFile file,
                           std::weak_ptr<Pool*> pool)
    : folder_(std::move(folder)),
      pool_(std::move(pool)),
      writing_(std::make_shared<Writing>(std::move(file))) {
}

// Removing a large file takes milliseconds, which an event loop has not got.
IncomingFile::~IncomingFile() {
  const auto pool = pool_.lock();
  if (pool) (*pool)->submit([writing = std::move(writing_)]() mutable { writing.reset(); });
}

Result<Pool*> IncomingFile::pool() const {
  const auto pool = pool_.lock();
  if (pool && !broken_) return *pool;
  return fail(FailureKind::unavailable, "The disk does not work as it should");
}

Task<Result<void>> IncomingFile::write(std::string_view bytes) {
  CO_TRY(auto* const pool, this->pool());
  auto work = [writing = writing_, bytes] {
    writing->digest.add(bytes);
    return writing->file.write(bytes);
  };
  auto written = co_await run_on(*pool, std::move(work));
  bytes_ += bytes.size();
  broken_ = !written;
  co_return written;
}

crypto::Sha256 IncomingFile::digest() {
  if (!digested_) digested_ = writing_->digest.finish();
  return *digested_;
}

Task<Result<SharedFile>> IncomingFile::read() {
  CO_TRY(auto* const pool, this->pool());
  auto work = [writing = writing_, bytes = bytes_]() -> Result<SharedFile> {
    // By its path: a copy of the descriptor could be written to.
    UniqueFd fd(::open(writing->file.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd) return std::unexpected(disk_failure(errno, "open", writing->file.path()));
    return std::make_shared<const OpenFile>(OpenFile{.fd = std::move(fd), .bytes = bytes});
  };
  co_return co_await run_on(*pool, std::move(work));
}

Task<Result<void>> IncomingFile::keep(std::string name) {
  if (!is_blob_name(name)) co_return bad_name(name);
  CO_TRY(auto* const pool, this->pool());
  auto work = [writing = writing_, folder = folder_, name = std::move(name)]() -> Result<void> {
    TRY_VOID(writing->sync());
    return name_file(folder, writing->file.path(), name);
  };
  co_return co_await run_on(*pool, std::move(work));
}

Task<Result<bool>> IncomingFile::keep_as_new(std::string name) {
  if (!is_blob_name(name)) co_return bad_name(name);
  CO_TRY(auto* const pool, this->pool());
  auto work = [writing = writing_, folder = folder_, name = std::move(name)]() -> Result<bool> {
    TRY_VOID(writing->sync());
    return name_new_file(folder, writing->file.path(), name);
  };
  co_return co_await run_on(*pool, std::move(work));
}

}  // namespace vitrine::blobs
