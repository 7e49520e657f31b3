#include "blobs/folder_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "blobs/disk_failure.h"
#include "blobs/file_times.h"
#include "blobs/folder_lock.h"
#include "blobs/temporary_file.h"

namespace vitrine::blobs {

namespace fs = std::filesystem;

namespace {

std::unexpected<Failure> disk_fail(int error, std::string_view call, const fs::path& path) {
  return std::unexpected(disk_failure(error, call, path));
}

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

// `move` gives the file its name; false leaves the reason in errno.
template <class Move>
Result<bool> move_into_place(const fs::path& folder, const std::string& name, Move move) {
  const auto target = folder / name;
  if (move(target)) return true;
  if (errno == EEXIST) return false;
  if (errno != ENOENT) return disk_fail(errno, "rename to", target);
  // The folder is not there yet, or not any more.
  const auto lock = FolderLock::for_making(folder);
  TRY_VOID(make_folders(folder, name));
  if (move(target)) return true;
  if (errno == EEXIST) return false;
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
  if (fsync) TRY_VOID(file.sync());
  TRY_VOID(file.close());
  TRY_VOID(move_into_place(
      folder, name, [&file](const fs::path& target) { return file.rename_to(target); }));
  if (fsync) return sync_folders(folder, folder / name);
  return {};
}

Result<void> name_file(const fs::path& folder, const fs::path& file, const std::string& name) {
  // A second name of the file, which then replaces what is there.
  TRY(const auto second, random_path(temporary_folder(folder)));
  if (::link(file.c_str(), second.c_str()) != 0) return disk_fail(errno, "link", second);
  const auto named = move_into_place(folder, name, [&second](const fs::path& target) {
    return ::rename(second.c_str(), target.c_str()) == 0;
  });
  // A rename between two names of one file leaves both.
  ::unlink(second.c_str());
  if (!named) return std::unexpected(named.error());
  return sync_folders(folder, folder / name);
}

Result<bool> name_new_file(const fs::path& folder, const fs::path& file, const std::string& name) {
  TRY(const bool named, move_into_place(folder, name, [&file](const fs::path& target) {
        return ::link(file.c_str(), target.c_str()) == 0;
      }));
  if (named) TRY_VOID(sync_folders(folder, folder / name));
  return named;
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
