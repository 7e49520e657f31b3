#include "store/sqlite/lookups.h"

#include <cstdint>

#include "store/sqlite/schema.h"

namespace vitrine::store::sqlite {

Lookups::Lookups(std::filesystem::path file, const std::string& name, std::size_t waiting_max)
    : file_(std::move(file)),
      admission_(name, 1, waiting_max),
      thread_({.name = name, .threads = 1}) {
}

Result<void> Lookups::open() {
  if (database_) return {};
  TRY(auto database, Database::open(file_, Access::read_only));
  // While the writer cannot open its file, the tables may be those of an older version.
  TRY(const auto version, database->number("PRAGMA user_version"));
  if (version != static_cast<std::int64_t>(schema_steps().size())) {
    return fail(FailureKind::unavailable, "The store is not open yet");
  }
  // What is read often lies in the kernel's cache, from where it need not be copied.
  TRY_VOID(database->execute("PRAGMA mmap_size = 1073741824"));
  database_ = std::move(database);
  return {};
}

}  // namespace vitrine::store::sqlite
