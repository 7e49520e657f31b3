// What happens to jobs in their table beside their way from worker to worker: time passes, and
// people decide. Inside of a transaction of somebody else; each function writes by one statement,
// or says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "store/sqlite/database.h"
#include "store/sqlite/job_rows.h"

namespace vitrine::store::sqlite::job_rows {

// Delayed jobs whose time has come, at most `limit`.
Result<std::vector<Moved>> promote(Database& database, WallTime now, std::size_t limit);
// When the first of the delayed jobs will have to be promoted.
Result<std::optional<WallTime>> next_due(Database& database);

// Two statements for each; those that are not done or cancelled any more are left.
Result<void> forget_ended(Database& database, const std::vector<std::int64_t>& places);
// The oldest ones; two statements. How many they were.
Result<std::size_t> forget_failed(Database& database, std::size_t count);

// Failed or delayed ones, with all their attempts. Two statements.
Result<std::optional<Moved>> retry(Database& database, std::string_view id);
// One that waits or is delayed.
Result<std::optional<Moved>> cancel(Database& database, std::string_view id, WallTime now);
// One that does not run; `before` says what it was. Two statements.
Result<std::optional<Moved>> remove(Database& database, std::string_view id);

}  // namespace vitrine::store::sqlite::job_rows
