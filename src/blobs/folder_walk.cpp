#include "blobs/folder_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <optional>

#include "blobs/disk_failure.h"
#include "blobs/file_times.h"
#include "blobs/folder_files.h"
#include "blobs/folder_lock.h"

namespace vitrine::blobs {

namespace fs = std::filesystem;

namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

// What a walk does with one regular file: its name in the open folder, and its name as a blob.
using Visit = std::function<Result<void>(
    int folder, const char* entry, const std::string& name, const struct stat& status)>;

struct Walk {
  fs::path store;
  Visit visit;
  // Remove each folder below the first one after its files were visited, if it is empty.
  bool remove_empty = false;
};

std::unexpected<Failure> walk_fail(const Walk& walk,
                                   std::string_view call,
                                   const std::string& name) {
  return std::unexpected(disk_failure(errno, call, walk.store / name));
}

std::string joined(const std::string& folder, const char* entry) {
  return folder.empty() ? std::string(entry) : folder + '/' + entry;
}

Result<void> walk_folder(const Walk& walk, OpenFolder folder, const std::string& name);

// A folder that vanished, or became something else, has nothing to visit.
Result<OpenFolder> open_folder(const Walk& walk,
                               int above,
                               const char* entry,
                               const std::string& name) {
  UniqueFd fd(::openat(above, entry, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) {
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return OpenFolder{};
    return walk_fail(walk, "open", name);
  }
  OpenFolder folder(::fdopendir(fd.get()));
  if (!folder) return walk_fail(walk, "fdopendir", name);
  fd.release();
  return folder;
}

Result<void> walk_entry(const Walk& walk, int above, const char* entry, const std::string& folder) {
  if (!is_blob_segment(entry)) return {};
  struct stat status{};
  if (::fstatat(above, entry, &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return {};
    return walk_fail(walk, "stat", joined(folder, entry));
  }
  const auto name = joined(folder, entry);
  if (!is_blob_name(name)) return {};
  if (S_ISREG(status.st_mode)) return walk.visit(above, entry, name, status);
  if (!S_ISDIR(status.st_mode)) return {};
  TRY(auto below, open_folder(walk, above, entry, name));
  if (!below) return {};
  TRY_VOID(walk_folder(walk, std::move(below), name));
  if (!walk.remove_empty) return {};
  if (const auto lock = FolderLock::for_removing(walk.store)) {
    ::unlinkat(above, entry, AT_REMOVEDIR);
  }
  return {};
}

Result<void> walk_folder(const Walk& walk, OpenFolder folder, const std::string& name) {
  while (true) {
    errno = 0;
    const auto* entry = ::readdir(folder.get());
    if (entry == nullptr && errno != 0) return walk_fail(walk, "readdir", name);
    if (entry == nullptr) return {};
    TRY_VOID(walk_entry(walk, ::dirfd(folder.get()), entry->d_name, name));
  }
}

Result<void> start_walk(const Walk& walk, const std::string& under) {
  TRY(auto folder, open_folder(walk, AT_FDCWD, (walk.store / under).c_str(), under));
  if (!folder) return {};
  return walk_folder(walk, std::move(folder), under);
}

}  // namespace

Result<std::vector<BlobInfo>> list_files(const fs::path& folder, const std::string& under) {
  std::vector<BlobInfo> found;
  const Walk walk{.store = folder,
                  .visit = [&found](int,
                                    const char*,
                                    const std::string& name,
                                    const struct stat& status) -> Result<void> {
                    found.push_back({.name = name,
                                     .bytes = static_cast<std::uint64_t>(status.st_size),
                                     .modified = modified_time(status),
                                     .used = used_time(status)});
                    return {};
                  }};
  TRY_VOID(start_walk(walk, under));
  return found;
}

Result<std::uint64_t> remove_files(const fs::path& folder, const std::string& under) {
  std::uint64_t removed = 0;
  const Walk walk{.store = folder,
                  .visit = [&removed, &folder](int above,
                                               const char* entry,
                                               const std::string& name,
                                               const struct stat&) -> Result<void> {
                    if (::unlinkat(above, entry, 0) == 0) {
                      ++removed;
                    } else if (errno != ENOENT) {
                      return std::unexpected(disk_failure(errno, "unlink", folder / name));
                    }
                    return {};
                  },
                  .remove_empty = true};
  TRY_VOID(start_walk(walk, under));
  remove_empty_folders(folder, folder / under);
  return removed;
}

}  // namespace vitrine::blobs
