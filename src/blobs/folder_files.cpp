#include "blobs/folder_files.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "blobs/disk_failure.h"
#include "blobs/file_times.h"
#include "blobs/folder_lock.h"

namespace vitrine::blobs {

namespace fs = std::filesystem;

namespace {

std::unexpected<Failure> disk_fail(int error, std::string_view call, const fs::path& path) {
  return std::unexpected(disk_failure(error, call, path));
}

// A file without its final name; removed when it does not get one.
class TemporaryFile {
 public:
  static Result<TemporaryFile> in(const fs::path& folder) {
    while (true) {
      std::uint64_t random = 0;
      if (getrandom(&random, sizeof(random), 0) != sizeof(random)) {
        return disk_fail(errno, "getrandom for", folder);
      }
      auto path = folder / fmt::format("{:016x}", random);
      UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
      if (fd) return TemporaryFile(std::move(fd), std::move(path));
      if (errno == ENOENT && ::mkdir(folder.c_str(), 0777) == 0) continue;
      if (errno != EEXIST) return disk_fail(errno, "open", path);
    }
  }

  TemporaryFile(TemporaryFile&& other) noexcept
      : fd_(std::move(other.fd_)), path_(std::exchange(other.path_, {})) {}

  TemporaryFile& operator=(TemporaryFile&&) = delete;

  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  Result<void> write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_.get(), bytes.data(), bytes.size());
      if (written >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(written));
      } else if (errno != EINTR) {
        return disk_fail(errno, "write", path_);
      }
    }
    return {};
  }

  // Network file systems and quotas report a full disk only here.
  Result<void> close(bool sync) {
    if (sync && ::fsync(fd_.get()) != 0) return disk_fail(errno, "fsync", path_);
    if (::close(fd_.release()) != 0) return disk_fail(errno, "close", path_);
    return {};
  }

  // false leaves the reason in errno.
  bool rename_to(const fs::path& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) return false;
    path_.clear();
    return true;
  }

  const fs::path& path() const { return path_; }

 private:
  TemporaryFile(UniqueFd fd, fs::path path) : fd_(std::move(fd)), path_(std::move(path)) {}

  UniqueFd fd_;
  fs::path path_;
};

// Never the store's own folder: when that is gone, a disk was unmounted. What stands in the way is
// found out by the rename that follows.
Result<void> make_folders(const fs::path& folder, const std::string& name) {
  for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
    const auto above = folder / name.substr(0, slash);
    if (::mkdir(above.c_str(), 0777) != 0 && errno != EEXIST) {
      return disk_fail(errno, "mkdir", above);
    }
  }
  return {};
}

Result<void> rename_into_place(TemporaryFile& file,
                               const fs::path& folder,
                               const std::string& name) {
  const auto target = folder / name;
  if (file.rename_to(target)) return {};
  if (errno != ENOENT) return disk_fail(errno, "rename to", target);
  // The folder is not there yet, or not any more.
  const auto lock = FolderLock::for_making(folder);
  TRY_VOID(make_folders(folder, name));
  if (file.rename_to(target)) return {};
  return disk_fail(errno, "rename to", target);
}

// Makes the new name itself survive power loss: the folder that has it, and every folder above,
// each of which may be new. A folder that is gone already was emptied by a removal, which is not
// our loss.
Result<void> sync_folders(const fs::path& folder, fs::path target) {
  while (target != folder) {
    target = target.parent_path();
    const UniqueFd fd(::open(target.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd && errno == ENOENT) continue;
    if (!fd || ::fsync(fd.get()) != 0) return disk_fail(errno, "fsync", target);
  }
  return {};
}

bool is_absent(int error) {
  return error == ENOENT || error == ENOTDIR || error == ELOOP;
}

struct stat status_of(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) {
    throw std::system_error(errno, std::generic_category(), "stat " + path.native());
  }
  return status;
}

void remove_leftovers(const fs::path& folder, WallTime now) {
  constexpr std::chrono::hours kAgeMax{1};
  for (const auto& entry : fs::directory_iterator(folder)) {
    struct stat status{};
    // Another process may be tidying up too, so what is gone is fine.
    if (::lstat(entry.path().c_str(), &status) != 0) continue;
    if (now - modified_time(status) > kAgeMax) ::unlink(entry.path().c_str());
  }
}

}  // namespace

fs::path temporary_folder(const fs::path& folder) {
  return folder / ".tmp";
}

Result<void> put_file(const fs::path& folder,
                      const std::string& name,
                      std::string_view bytes,
                      bool fsync) {
  TRY(auto file, TemporaryFile::in(temporary_folder(folder)));
  TRY_VOID(file.write(bytes));
  TRY_VOID(file.close(fsync));
  TRY_VOID(rename_into_place(file, folder, name));
  if (fsync) return sync_folders(folder, folder / name);
  return {};
}

Result<std::optional<Blob>> open_file(const fs::path& folder, const std::string& name) {
  const auto path = folder / name;
  // O_NONBLOCK: a pipe that somebody put into the folder must not hold the thread.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd && is_absent(errno)) return std::nullopt;
  struct stat status{};
  if (!fd || ::fstat(fd.get(), &status) != 0) return disk_fail(errno, "open", path);
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  return Blob{.file = std::make_shared<const OpenFile>(
                  OpenFile{std::move(fd), static_cast<std::uint64_t>(status.st_size)}),
              .modified = modified_time(status)};
}

void touch_file(const fs::path& folder, const std::string& name) {
  timespec times[2] = {};
  times[0].tv_nsec = UTIME_NOW;
  times[1].tv_nsec = UTIME_OMIT;
  ::utimensat(AT_FDCWD, (folder / name).c_str(), times, AT_SYMLINK_NOFOLLOW);
}

Result<bool> remove_file(const fs::path& folder, const std::string& name) {
  const auto path = folder / name;
  if (::unlink(path.c_str()) != 0) {
    // EISDIR: the name of a folder is no blob's name.
    if (is_absent(errno) || errno == EISDIR) return false;
    return disk_fail(errno, "unlink", path);
  }
  remove_empty_folders(folder, path.parent_path());
  return true;
}

void remove_empty_folders(const fs::path& folder, const fs::path& lowest) {
  if (lowest == folder) return;
  const auto lock = FolderLock::for_removing(folder);
  if (!lock) return;
  for (auto above = lowest; above != folder; above = above.parent_path()) {
    if (::rmdir(above.c_str()) != 0) return;
  }
}

void prepare_folder(const fs::path& folder) {
  // fs::filesystem_error is a std::runtime_error and names the path.
  fs::create_directories(temporary_folder(folder));
  auto probe = TemporaryFile::in(temporary_folder(folder));
  if (!probe) {
    throw std::runtime_error(
        fmt::format("The folder {} cannot be written: {}", folder.native(), probe.error().detail));
  }
  // The file system's own clock, because a shared folder may be on a machine with another.
  remove_leftovers(temporary_folder(folder), modified_time(status_of(probe->path())));
}

}  // namespace vitrine::blobs
