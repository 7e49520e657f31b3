// A file without its final name; removed when it does not get one. Blocking calls.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "failure/result.h"
#include "runtime/unique_fd.h"

namespace vitrine::blobs {

// Lives on: one job.
class TemporaryFile {
 public:
  // In `folder`, which is made when it is not there.
  static Result<TemporaryFile> in(const std::filesystem::path& folder);

  TemporaryFile(TemporaryFile&& other) noexcept
      : fd_(std::move(other.fd_)), path_(std::exchange(other.path_, {})) {}

  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();

  Result<void> write(std::string_view bytes);
  Result<void> sync();
  // Network file systems and quotas report a full disk only here.
  Result<void> close();
  // false leaves the reason in errno.
  bool rename_to(const std::filesystem::path& target);

  const std::filesystem::path& path() const { return path_; }

  int fd() const { return fd_.get(); }

 private:
  TemporaryFile(UniqueFd fd, std::filesystem::path path)
      : fd_(std::move(fd)), path_(std::move(path)) {}

  UniqueFd fd_;
  std::filesystem::path path_;
};

// A path in `folder` that is likely to be nobody's.
Result<std::filesystem::path> random_path(const std::filesystem::path& folder);

}  // namespace vitrine::blobs
