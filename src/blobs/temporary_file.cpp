#include "blobs/temporary_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include <fmt/format.h>

#include "blobs/disk_failure.h"

namespace vitrine::blobs {

namespace fs = std::filesystem;

Result<fs::path> random_path(const fs::path& folder) {
  std::uint64_t random = 0;
  if (getrandom(&random, sizeof(random), 0) != sizeof(random)) {
    return std::unexpected(disk_failure(errno, "getrandom for", folder));
  }
  return folder / fmt::format("{:016x}", random);
}

Result<TemporaryFile> TemporaryFile::in(const fs::path& folder) {
  while (true) {
    TRY(auto path, random_path(folder));
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (fd) return TemporaryFile(std::move(fd), std::move(path));
    if (errno == ENOENT && ::mkdir(folder.c_str(), 0777) == 0) continue;
    if (errno != EEXIST) return std::unexpected(disk_failure(errno, "open", path));
  }
}

TemporaryFile::~TemporaryFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<void> TemporaryFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return std::unexpected(disk_failure(errno, "write", path_));
    }
  }
  return {};
}

Result<void> TemporaryFile::sync() {
  if (::fsync(fd_.get()) == 0) return {};
  return std::unexpected(disk_failure(errno, "fsync", path_));
}

Result<void> TemporaryFile::close() {
  if (::close(fd_.release()) == 0) return {};
  return std::unexpected(disk_failure(errno, "close", path_));
}

bool TemporaryFile::rename_to(const fs::path& target) {
  if (::rename(path_.c_str(), target.c_str()) != 0) return false;
  path_.clear();
  return true;
}

}  // namespace vitrine::blobs
