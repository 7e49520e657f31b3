#include "store/sqlite/job_upkeep.h"

#include <utility>

#include "store/sqlite/job_moved.h"
#include "store/sqlite/row_time.h"

namespace vitrine::store::sqlite::job_rows {

namespace {

using jobs::State;

Result<std::optional<State>> state_of(Database& database, std::string_view id) {
  TRY(auto row, database.query("SELECT state FROM job WHERE id = ?1", {id}));
  TRY(const bool there, row.step());
  if (!there) return std::nullopt;
  return static_cast<State>(row.integer(0));
}

}  // namespace

Result<std::vector<Moved>> promote(Database& database, WallTime now, std::size_t limit) {
  std::vector<Moved> all;
  TRY(auto rows,
      database.query("UPDATE job SET state = 0, not_before = NULL WHERE place IN (SELECT place "
                     "FROM job WHERE state = 1 AND not_before <= ?1 ORDER BY not_before LIMIT ?2) "
                     "RETURNING id, kind, queue, state, place, not_before",
                     {row_time(now), static_cast<std::int64_t>(limit)}));
  while (true) {
    TRY(const bool there, rows.step());
    if (!there) return all;
    all.push_back(moved_in(rows, State::delayed));
  }
}

Result<std::optional<WallTime>> next_due(Database& database) {
  TRY(auto row, database.query("SELECT min(not_before) FROM job WHERE state = 1"));
  TRY_VOID(row.step());
  return maybe_time_in(row, 0);
}

Result<void> forget_ended(Database& database, const std::vector<std::int64_t>& places) {
  for (const auto place : places) {
    TRY_VOID(database.run(
        "UPDATE job_total SET done = done + (SELECT count(*) FROM job WHERE place = ?1 AND "
        "state = 3)",
        {place}));
    TRY_VOID(database.run("DELETE FROM job WHERE place = ?1 AND state IN (3, 5)", {place}));
  }
  return {};
}

Result<std::size_t> forget_failed(Database& database, std::size_t count) {
  TRY_VOID(
      database.run("DELETE FROM job WHERE place IN (SELECT place FROM job WHERE state = 4 "
                   "ORDER BY ended, place LIMIT ?1)",
                   {static_cast<std::int64_t>(count)}));
  const auto gone = database.changed_rows();
  TRY_VOID(database.run("UPDATE job_total SET failed = failed + ?1", {gone}));
  return static_cast<std::size_t>(gone);
}

Result<std::optional<Moved>> retry(Database& database, std::string_view id) {
  TRY(const auto before, state_of(database, id));
  if (before != State::failed && before != State::delayed) return std::nullopt;
  if (before == State::failed) TRY_VOID(database.run("UPDATE job_total SET failed = failed + 1"));
  TRY(auto rows,
      database.query("UPDATE job SET state = 0, attempts = 0, leases_lost = 0, not_before = NULL, "
                     "ended = NULL, error_kind = NULL, error = NULL WHERE id = ?1 "
                     "RETURNING id, kind, queue, state, place, not_before",
                     {id}));
  return first_moved(std::move(rows), *before);
}

Result<std::optional<Moved>> cancel(Database& database, std::string_view id, WallTime now) {
  TRY(const auto before, state_of(database, id));
  if (before != State::waiting && before != State::delayed) return std::nullopt;
  TRY(auto rows,
      database.query("UPDATE job SET state = 5, once = NULL, not_before = NULL, ended = ?2 "
                     "WHERE id = ?1 RETURNING id, kind, queue, state, place, not_before",
                     {id, row_time(now)}));
  return first_moved(std::move(rows), *before);
}

Result<std::optional<Moved>> remove(Database& database, std::string_view id) {
  TRY(const auto before, state_of(database, id));
  if (!before || *before == State::running) return std::nullopt;
  if (*before == State::failed) TRY_VOID(database.run("UPDATE job_total SET failed = failed + 1"));
  if (*before == State::done) TRY_VOID(database.run("UPDATE job_total SET done = done + 1"));
  TRY(auto rows,
      database.query("DELETE FROM job WHERE id = ?1 RETURNING id, kind, queue, 5, place, NULL",
                     {id}));
  return first_moved(std::move(rows), *before);
}

}  // namespace vitrine::store::sqlite::job_rows
