#include "store/sqlite/outside.h"

#include <chrono>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

#include "store/sqlite/file_lock.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/start_error.h"
#include "store/sqlite/store_file.h"

namespace vitrine::store::sqlite {

namespace {

Result<void> transact(Database& database, const std::function<Result<void>(Database&)>& work) {
  // Waits for a group of the server that is being committed.
  TRY_VOID(database.execute("BEGIN IMMEDIATE"));
  auto done = work(database);
  if (done) done = database.execute("COMMIT");
  if (!done && database.in_transaction()) std::ignore = database.execute("ROLLBACK");
  return done;
}

// The tables are those of the server that runs, so it has to be of our version.
void check_version(Database& database, const std::filesystem::path& file) {
  check_owner(database, file, schema_steps().size());
  const auto version = database.number("PRAGMA user_version");
  if (!version) throw start_error(file, version.error());
  if (static_cast<std::size_t>(*version) == schema_steps().size()) return;
  throw std::runtime_error(
      fmt::format("{}: the server that has it open is an older Vitrine; use that version for this",
                  file.native()));
}

}  // namespace

Result<void> run_outside(const std::filesystem::path& file,
                         const std::function<Result<void>(Database&)>& work) {
  try {
    StoreFile alone(file, Durability::power, std::chrono::milliseconds(0));
    return transact(alone.database(), work);
  } catch (const FileInUse&) {
    auto shared = Database::open(file, Access::read_write);
    if (!shared) throw start_error(file, shared.error());
    check_version(**shared, file);
    return transact(**shared, work);
  }
}

}  // namespace vitrine::store::sqlite
