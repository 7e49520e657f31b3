#include "origin/file_origin.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace vitrine::origin {

namespace {

std::unexpected<Failure> unreadable(std::string_view call) {
  return fail(FailureKind::upstream,
              "The original cannot be read",
              fmt::format("{}: {}", call, std::generic_category().message(errno)));
}

std::string version_of(const struct stat& status) {
  return fmt::format("{}-{}-{}",
                     status.st_size,
                     status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec,
                     status.st_ino);
}

WallTime modified_at(const struct stat& status) {
  return std::chrono::system_clock::from_time_t(status.st_mtim.tv_sec);
}

Result<std::string> read_whole(int fd, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t filled = 0;
  while (filled < size) {
    const auto got = ::pread(fd, bytes.data() + filled, size - filled, static_cast<off_t>(filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable("pread");
    if (got == 0) {
      return fail(FailureKind::upstream, "The original became shorter while it was read");
    }
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace

Result<Fetched> fetch_open_file(int fd,
                                const Validators& have,
                                std::uint64_t bytes_max,
                                BudgetShare& share) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return unreadable("fstat");
  if (!S_ISREG(status.st_mode)) return fail(FailureKind::not_found, "There is no such original");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size == 0) return fail(FailureKind::upstream, "The original is empty");
  if (size > bytes_max) {
    return fail(FailureKind::unsupported,
                fmt::format("The original is larger than the limit of {} bytes", bytes_max),
                fmt::format("{} bytes", size));
  }
  Validators validators{.etag = version_of(status), .last_modified = {}};
  if (validators.etag == have.etag) {
    return Fetched{.unchanged = true, .bytes = nullptr, .validators = std::move(validators)};
  }
  if (!share.grow_to(size)) {
    return fail(FailureKind::busy, "Too many bytes of originals are in memory; try again later");
  }
  TRY(auto bytes, read_whole(fd, size));
  struct stat after{};
  if (::fstat(fd, &after) != 0) return unreadable("fstat");
  if (version_of(after) != validators.etag) {
    return fail(FailureKind::upstream, "The original changed while it was read");
  }
  return Fetched{.unchanged = false,
                 .bytes = vitrine::share(std::move(bytes)),
                 .validators = std::move(validators),
                 .modified = modified_at(status)};
}

}  // namespace vitrine::origin
