#include "blobs/folder_store.h"

#include <utility>

#include "blobs/folder_files.h"
#include "blobs/folder_walk.h"
#include "blobs/incoming_file.h"
#include "runtime/run_on.h"

namespace vitrine::blobs {

namespace {

// "folder/" and "folder" are one folder; every comparison of paths below relies on the second form.
FolderOptions tidied(FolderOptions options) {
  options.folder = std::filesystem::absolute(options.folder).lexically_normal();
  if (!options.folder.has_filename()) options.folder = options.folder.parent_path();
  return options;
}

}  // namespace

FolderStore::FolderStore(FolderOptions options, Pool& pool)
    : options_(tidied(std::move(options))), pool_(pool), alive_(std::make_shared<Pool*>(&pool)) {
  prepare_folder(options_.folder);
}

Task<Result<void>> FolderStore::put(std::string name, std::string_view bytes) {
  if (!is_blob_name(name)) co_return bad_name(name);
  auto work = [this, name = std::move(name), bytes] {
    return put_file(options_.folder, name, bytes, options_.fsync);
  };
  co_return co_await run_on(pool_, std::move(work));
}

Task<Result<std::unique_ptr<IncomingBlob>>> FolderStore::begin() {
  auto work = [this] { return TemporaryFile::in(temporary_folder(options_.folder)); };
  CO_TRY(auto file, co_await run_on(pool_, std::move(work)));
  co_return std::make_unique<IncomingFile>(options_.folder, std::move(file), alive_);
}

Task<Result<std::optional<Blob>>> FolderStore::open(std::string name) {
  if (!is_blob_name(name)) co_return bad_name(name);
  auto work = [this, name = std::move(name)] { return open_file(options_.folder, name); };
  co_return co_await run_on(pool_, std::move(work));
}

Task<void> FolderStore::touch(std::string name) {
  if (!is_blob_name(name)) co_return;
  auto work = [this, name = std::move(name)] { touch_file(options_.folder, name); };
  co_await run_on(pool_, std::move(work));
}

Task<Result<bool>> FolderStore::remove(std::string name) {
  if (!is_blob_name(name)) co_return bad_name(name);
  auto work = [this, name = std::move(name)] { return remove_file(options_.folder, name); };
  co_return co_await run_on(pool_, std::move(work));
}

Task<Result<std::uint64_t>> FolderStore::remove_folder(std::string folder) {
  if (!is_blob_name(folder)) co_return bad_name(folder);
  auto work = [this, folder = std::move(folder)] { return remove_files(options_.folder, folder); };
  co_return co_await run_on(pool_, std::move(work));
}

Task<Result<std::vector<BlobInfo>>> FolderStore::list(std::string folder) {
  if (!folder.empty() && !is_blob_name(folder)) co_return bad_name(folder);
  auto work = [this, folder = std::move(folder)] { return list_files(options_.folder, folder); };
  co_return co_await run_on(pool_, std::move(work));
}

}  // namespace vitrine::blobs
