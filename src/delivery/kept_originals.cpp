#include "delivery/kept_originals.h"

#include <unistd.h>

#include <utility>

#include "runtime/run_on.h"

namespace vitrine::delivery {

namespace {

const std::string kFolder = "originals";
const std::string kItem = "original";

std::optional<KeptOriginal> read_kept(SharedFile file) {
  std::string start(kKeptHeaderBytesMax, '\0');
  const ssize_t read = ::pread(file->fd.get(), start.data(), start.size(), 0);
  if (read <= 0) return std::nullopt;
  start.resize(static_cast<std::size_t>(read));
  auto parsed = parse_kept_header(start);
  // Shorter than it says: the machine lost power before the bytes had reached the disk.
  if (!parsed || file->bytes != parsed->offset + parsed->header.bytes) return std::nullopt;
  return KeptOriginal{.header = std::move(parsed->header),
                      .body = OriginalBytes::in_file(std::move(file), parsed->offset)};
}

}  // namespace

KeptOriginals::KeptOriginals(std::uint64_t bytes_max,
                             blobs::BlobStore& blobs,
                             Pool& files,
                             const Clock& clock)
    : files_(files), tier_({.bytes_max = bytes_max, .folder = kFolder}, blobs, clock) {
}

Task<Result<void>> KeptOriginals::scan() {
  return tier_.scan(files_);
}

Task<Result<std::optional<KeptOriginal>>> KeptOriginals::find(std::string id) {
  CO_TRY(auto blob, co_await tier_.find(id, kItem));
  if (!blob) co_return std::nullopt;
  auto kept = co_await run_on(files_, [file = blob->file] { return read_kept(file); });
  if (!kept) {
    CO_TRY_VOID(co_await tier_.remove(std::move(id), kItem));
  }
  co_return kept;
}

Task<Result<OriginalBytes>> KeptOriginals::keep(std::string id,
                                                KeptHeader header,
                                                SharedBytes bytes) {
  const std::string head = write_kept_header(header);
  const std::string whole = co_await run_on(files_, [&head, &bytes] { return head + *bytes; });
  CO_TRY_VOID(co_await tier_.put(id, kItem, whole));
  CO_TRY(auto blob, co_await tier_.find(std::move(id), kItem));
  // Evicted already: the tier is far too small, and the bytes in memory serve.
  if (!blob) co_return OriginalBytes::in_memory(std::move(bytes));
  co_return OriginalBytes::in_file(std::move(blob->file), head.size());
}

Task<Result<bool>> KeptOriginals::remove(std::string id) {
  return tier_.remove(std::move(id), kItem);
}

}  // namespace vitrine::delivery
