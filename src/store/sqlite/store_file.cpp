#include "store/sqlite/store_file.h"

#include <system_error>

#include <fmt/format.h>

#include "store/sqlite/schema.h"
#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {

namespace {

// The cache keeps the pages that every commit changes; reading back at start goes through the map.
// What is deleted is overwritten, also where SQLite was built otherwise: rooms promise to forget.
constexpr const char* kSettings =
    "PRAGMA secure_delete = ON;"
    "PRAGMA cache_size = -65536;"
    "PRAGMA mmap_size = 268435456;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA journal_size_limit = 67108864;";

std::filesystem::path with_folder(const std::filesystem::path& file) {
  const auto folder = file.parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) {
    throw start_error(file,
                      {FailureKind::unavailable,
                       std::string(open_sentence(error.value())),
                       fmt::format("mkdir {}: {}", folder.native(), error.message())});
  }
  return file;
}

}  // namespace

StoreFile::StoreFile(const std::filesystem::path& file,
                     Durability durability,
                     std::chrono::milliseconds lock_wait)
    : durability_(durability), lock_(with_folder(file), lock_wait) {
  auto database = Database::open(file, Access::create);
  if (!database) throw start_error(file, database.error());
  database_ = *std::move(database);
  set_up(file);
}

void StoreFile::set_up(const std::filesystem::path& file) {
  if (auto set = database_->execute(kSettings); !set) throw start_error(file, set.error());
  // The owner is looked at before anything of the file is changed.
  check_owner(*database_, file, schema_steps().size());
  // SQLite opens what it may not write for reading, without a word.
  if (database_->read_only()) {
    throw start_error(file, {FailureKind::unavailable, "The database is read-only", "opened so"});
  }
  auto set = database_->execute("PRAGMA journal_mode = WAL");
  if (set) set = relax(false);
  if (!set) throw start_error(file, set.error());
  migrate(*database_, file, schema_steps());
}

Result<void> StoreFile::relax(bool relaxed) {
  const bool full = durability_ == Durability::power && !relaxed;
  if (full_ == full) return {};
  TRY_VOID(database_->execute(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"));
  full_ = full;
  return {};
}

}  // namespace vitrine::store::sqlite
