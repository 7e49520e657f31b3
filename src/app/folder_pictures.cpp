#include "app/folder_pictures.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "blobs/disk_failure.h"
#include "blobs/temporary_file.h"
#include "images/survey/survey.h"
#include "origin/contained_open.h"

namespace vitrine::app {

namespace fs = std::filesystem;

namespace {

std::unexpected<Failure> outside() {
  return fail(FailureKind::not_allowed, "The path is not inside of `thumbnail.folder`");
}

// The folder as it really is, and the path in it.
struct Inside {
  fs::path folder;
  fs::path path;
};

Result<Inside> inside(const std::string& folder, const std::string& path) {
  if (folder.empty()) {
    return fail(FailureKind::not_allowed,
                "Paths are not taken here: `thumbnail.folder` is not set");
  }
  std::error_code error;
  const auto root = fs::canonical(folder, error);
  if (error) return fail(FailureKind::unavailable, "The folder of thumbnails is not there");
  // An absolute path replaces what is in front of it.
  const auto whole = (fs::path(folder) / path).lexically_normal();
  const auto parent = fs::canonical(whole.parent_path(), error);
  if (error) return fail(FailureKind::not_found, "There is no such folder");
  const auto relative = (parent / whole.filename()).lexically_relative(root);
  if (relative.empty() || *relative.begin() == ".." || *relative.begin() == "." ||
      !whole.has_filename()) {
    return outside();
  }
  return Inside{root, root / relative};
}

}  // namespace

Result<SharedFile> open_in_folder(const std::string& folder, const std::string& path) {
  TRY(const auto place, inside(folder, path));
  TRY(auto fd, origin::open_beneath(place.folder.native(), place.path.native()));
  struct stat status{};
  if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(FailureKind::not_found, "There is no such file");
  }
  return std::make_shared<const OpenFile>(
      OpenFile{.fd = std::move(fd), .bytes = static_cast<std::uint64_t>(status.st_size)});
}

Result<void> put_in_folder(const std::string& folder,
                           const std::string& path,
                           std::string_view bytes) {
  TRY(const auto place, inside(folder, path));
  TRY(auto file, blobs::TemporaryFile::in(place.folder / ".tmp"));
  TRY_VOID(file.write(bytes));
  TRY_VOID(file.close());
  if (file.rename_to(place.path)) return {};
  return std::unexpected(blobs::disk_failure(errno, "rename to", place.path));
}

Result<images::Format> format_of(const OpenFile& file) {
  std::array<char, 512> beginning;
  const auto count = ::pread(file.fd.get(), beginning.data(), beginning.size(), 0);
  const auto format =
      images::sniff({beginning.data(), count < 0 ? 0 : static_cast<std::size_t>(count)});
  if (format) return *format;
  return fail(FailureKind::unsupported, "The file is not a JPEG, PNG, WebP, AVIF or GIF picture");
}

}  // namespace vitrine::app
