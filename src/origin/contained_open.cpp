#include "origin/contained_open.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>

#include <fmt/format.h>

namespace vitrine::origin {

namespace fs = std::filesystem;

namespace {

// O_NONBLOCK: opening a pipe must not wait for its writer.
constexpr int kOpenFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

std::unexpected<Failure> outside(const std::string& path) {
  return fail(FailureKind::not_allowed, "The original is outside of its folder", path);
}

std::unexpected<Failure> open_failure(int error, const std::string& path) {
  auto detail = fmt::format("open {}: {}", path, std::generic_category().message(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
    case EINVAL:
    case ENXIO:
      return fail(FailureKind::not_found, "There is no such original", std::move(detail));
    case EXDEV:
    case ELOOP:
      return outside(detail);
    default:
      return fail(FailureKind::upstream, "The original cannot be read", std::move(detail));
  }
}

// What is left of `path` below `root`; by components, so that "/a/bc" is not below "/a/b".
std::optional<std::string> relative_to(const std::string& root, const std::string& path) {
  const std::string folder = root.ends_with('/') ? root : root + '/';
  if (!path.starts_with(folder) || path.size() == folder.size()) return std::nullopt;
  return path.substr(folder.size());
}

int open_by_kernel(const std::string& root, const std::string& relative) {
  const UniqueFd folder(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return -1;
  open_how how{};
  how.flags = kOpenFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  // EAGAIN: something was renamed on the way, so the kernel cannot tell whether the path left the
  // folder.
  for (int attempt = 0; attempt < 10; ++attempt) {
    const auto fd = ::syscall(SYS_openat2, folder.get(), relative.c_str(), &how, sizeof(how));
    if (fd >= 0 || errno != EAGAIN) return static_cast<int>(fd);
  }
  return -1;
}

Result<UniqueFd> open_by_paths(const std::string& root, const std::string& path) {
  std::error_code error;
  const auto real_root = fs::canonical(root, error);
  if (error) return open_failure(error.value(), root);
  const auto real = fs::canonical(path, error);
  if (error) return open_failure(error.value(), path);
  if (!relative_to(real_root.native(), real.native())) return outside(path);
  UniqueFd fd(::open(real.c_str(), kOpenFlags | O_NOFOLLOW));
  if (!fd) return open_failure(errno, path);
  // A folder on the way may have become a link since: what was really opened decides.
  const auto opened = fs::read_symlink(fmt::format("/proc/self/fd/{}", fd.get()), error);
  if (error || !relative_to(real_root.native(), opened.native())) return outside(path);
  return fd;
}

}  // namespace

Result<UniqueFd> open_beneath(const std::string& root,
                              const std::string& path,
                              Containment containment) {
  if (path.find('\0') != std::string::npos) return open_failure(EINVAL, "a path with a NUL");
  const auto relative = relative_to(root, path);
  if (!relative) return outside(path);
  if (containment == Containment::kernel) {
    UniqueFd fd(open_by_kernel(root, *relative));
    if (fd) return fd;
    // EPERM: the system call filter of an old container runtime.
    if (errno != ENOSYS && errno != EPERM) return open_failure(errno, path);
  }
  return open_by_paths(root, path);
}

}  // namespace vitrine::origin
