// The database as its one writer has it: locked, set up, with the tables of this version.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "store/sqlite/database.h"
#include "store/sqlite/file_lock.h"

namespace vitrine::store::sqlite {

// What an acknowledged change survives: the end of the process, or also the loss of power, which
// costs one fsync(2) a commit.
enum class Durability : std::uint8_t { process, power };

// Lives on: one thread at a time.
class StoreFile {
 public:
  // Makes the file, and its folder, when they are not there. Throws std::runtime_error that names
  // the file and says what is wrong with it and what to do.
  StoreFile(const std::filesystem::path& file,
            Durability durability,
            std::chrono::milliseconds lock_wait);

  Database& database() { return *database_; }

  // For changes that may be lost with the power even if others may not: those that save what can be
  // made again. Not inside of a transaction.
  Result<void> relax(bool relaxed);

 private:
  void set_up(const std::filesystem::path& file);

  const Durability durability_;
  // What it was set to last, and whether it was.
  std::optional<bool> full_;
  // Before the database, so that it is let go last.
  FileLock lock_;
  std::unique_ptr<Database> database_;
};

}  // namespace vitrine::store::sqlite
