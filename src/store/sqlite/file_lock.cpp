#include "store/sqlite/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {

namespace {

constexpr std::chrono::milliseconds kBetweenTries{20};

std::string read_owner(int fd) {
  std::string owner(16, '\0');
  const auto bytes = ::pread(fd, owner.data(), owner.size(), 0);
  owner.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
  return owner;
}

// Only for the message of whoever comes next, so it may fail on a full disk.
void write_owner(int fd) {
  const auto owner = std::to_string(::getpid());
  if (::ftruncate(fd, 0) != 0) return;
  static_cast<void>(::pwrite(fd, owner.data(), owner.size(), 0));
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& database, std::chrono::milliseconds wait) {
  auto file = database;
  file += ".lock";
  fd_.reset(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd_) {
    const int error = errno;
    throw start_error(
        database,
        {FailureKind::unavailable,
         std::string(open_sentence(error)),
         fmt::format("open {}: {}", file.native(), std::generic_category().message(error))});
  }
  for (auto waited = std::chrono::milliseconds{0};; waited += kBetweenTries) {
    if (::flock(fd_.get(), LOCK_EX | LOCK_NB) == 0) break;
    // A file system without locks is used without one.
    if (errno != EWOULDBLOCK) return;
    if (waited >= wait) {
      throw FileInUse(
          fmt::format("{}: another process ({}) has it open. End that one, or choose another file "
                      "for `store`",
                      database.native(),
                      read_owner(fd_.get())));
    }
    std::this_thread::sleep_for(kBetweenTries);
  }
  write_owner(fd_.get());
}

}  // namespace vitrine::store::sqlite
