// Keeps a folder from being removed between its making and the first file in it, also when another
// process removes. An advisory lock (flock(2)) on the store's own folder: shared by those who make
// folders, exclusive for those who remove empty ones, who rather leave them than wait.
#pragma once

#include <fcntl.h>
#include <sys/file.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "runtime/unique_fd.h"

namespace vitrine::blobs {

class FolderLock {
 public:
  // Waits for removers, who hold theirs for some microseconds. A file system without locks is used
  // without one.
  static FolderLock for_making(const std::filesystem::path& folder) {
    UniqueFd fd = open(folder);
    if (fd) ::flock(fd.get(), LOCK_SH);
    return FolderLock(std::move(fd));
  }

  // Absent while anybody makes or removes folders.
  static std::optional<FolderLock> for_removing(const std::filesystem::path& folder) {
    UniqueFd fd = open(folder);
    if (!fd || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) return std::nullopt;
    return FolderLock(std::move(fd));
  }

 private:
  static UniqueFd open(const std::filesystem::path& folder) {
    return UniqueFd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }

  explicit FolderLock(UniqueFd fd) : fd_(std::move(fd)) {}

  // Closing it unlocks.
  UniqueFd fd_;
};

}  // namespace vitrine::blobs
