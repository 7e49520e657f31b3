// An IncomingBlob of a folder: a temporary file that gets names.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "blobs/incoming_blob.h"
#include "blobs/temporary_file.h"
#include "runtime/pool.h"

namespace vitrine::blobs {

class IncomingFile final : public IncomingBlob {
 public:
  // `pool` may end before this; it is not called any more then.
  IncomingFile(std::filesystem::path folder, TemporaryFile file, std::weak_ptr<Pool*> pool);
  ~IncomingFile() override;

  Task<Result<void>> write(std::string_view bytes) override;

  std::uint64_t bytes() const override { return bytes_; }

  crypto::Sha256 digest() override;
  Task<Result<SharedFile>> read() override;
  Task<Result<void>> keep(std::string name) override;
  Task<Result<bool>> keep_as_new(std::string name) override;

 private:
  // What the pool works on; shared with it, because it may be the last one to have it.
  struct Writing {
    TemporaryFile file;
    crypto::Sha256Stream digest;
    bool synced = false;

    Result<void> sync();
  };

  Result<Pool*> pool() const;

  const std::filesystem::path folder_;
  const std::weak_ptr<Pool*> pool_;
  std::shared_ptr<Writing> writing_;
  std::uint64_t bytes_ = 0;
  // Something is missing in the middle.
  bool broken_ = false;
  std::optional<crypto::Sha256> digested_;
};

}  // namespace vitrine::blobs
