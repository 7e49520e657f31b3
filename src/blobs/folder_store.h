// Blobs in a folder: one file per name. Survives restarts and SIGKILL; several processes may share
// it.
#pragma once

#include <filesystem>
#include <memory>

#include "blobs/blob_store.h"
#include "runtime/pool.h"

namespace vitrine::blobs {

struct FolderOptions {
  std::filesystem::path folder;
  // fsync(2) before the rename, so that a result survives power loss. Results can be made again, so
  // only stores of originals need it.
  bool fsync = false;
};

// Lives on: any thread. Blocking calls run on `pool`.
class FolderStore final : public BlobStore {
 public:
  // Creates the folder and removes temporary files that a killed process left (older than an hour).
  // Throws std::runtime_error when the folder cannot be made or written: the start-up check.
  FolderStore(FolderOptions options, Pool& pool);

  // `bytes` must stay valid until the task ends.
  Task<Result<void>> put(std::string name, std::string_view bytes) override;
  Task<Result<std::unique_ptr<IncomingBlob>>> begin() override;
  Task<Result<std::optional<Blob>>> open(std::string name) override;
  Task<void> touch(std::string name) override;
  Task<Result<bool>> remove(std::string name) override;
  Task<Result<std::uint64_t>> remove_folder(std::string folder) override;
  Task<Result<std::vector<BlobInfo>>> list(std::string folder) override;

 private:
  const FolderOptions options_;
  Pool& pool_;
  // As long as this is there, `pool_` is.
  std::shared_ptr<Pool*> alive_;
};

}  // namespace vitrine::blobs
