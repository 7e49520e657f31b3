// Says that this process writes to the store: whatever it keeps in memory would be wrong as soon as
// another one wrote as well. An advisory lock (flock(2)) on a file of its own beside the database,
// so that whoever only reads it (a backup, the sqlite3 shell) is not kept out. The kernel lets go
// of it when the process ends, however it ends.
#pragma once

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "runtime/unique_fd.h"

namespace vitrine::store::sqlite {

// Another process has the database open.
struct FileInUse final : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class FileLock {
 public:
  // `wait` is for the process before this one, which may still be stopping. Throws
  // std::runtime_error that names the file and the process that has it.
  FileLock(const std::filesystem::path& database, std::chrono::milliseconds wait);

 private:
  UniqueFd fd_;
};

}  // namespace vitrine::store::sqlite
