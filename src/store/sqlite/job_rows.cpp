#include "store/sqlite/job_rows.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "store/sqlite/job_moved.h"
#include "store/sqlite/row_time.h"

namespace vitrine::store::sqlite::job_rows {

namespace {

using jobs::Priority;
using jobs::State;

std::int64_t number(State state) {
  return static_cast<std::int64_t>(state);
}

std::int64_t number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

Value text_or_null(std::string_view text) {
  if (text.empty()) return Null{};
  return text;
}

Result<std::optional<jobs::JobId>> with_once(Database& database, std::string_view once) {
  if (once.empty()) return std::nullopt;
  TRY(auto row, database.query("SELECT id FROM job WHERE once = ?1", {once}));
  TRY(const bool there, row.step());
  if (!there) return std::nullopt;
  return jobs::JobId(row.text(0));
}

Result<void> insert(Database& database, const jobs::IdentifiedJob& identified, WallTime now) {
  const auto& job = identified.job;
  const auto state = jobs::first_state(job, now);
  return database.run(
      "INSERT INTO job (id, kind, queue, arguments, once, urgent, state, fence, attempts, "
      "attempts_max, leases_lost, created, not_before) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, ?8, 0, ?9, ?10)",
      {identified.id,
       job.kind,
       job.queue,
       job.arguments,
       text_or_null(job.once),
       static_cast<std::int64_t>(job.priority == Priority::urgent),
       number(state),
       static_cast<std::int64_t>(job.attempts_max),
       row_time(now),
       state == State::delayed ? row_time(job.not_before) : Value(Null{})});
}

// What an outcome writes into the row.
struct Settled {
  State state;
  std::optional<std::string_view> error_kind = {};
  std::string_view error = {};
  std::string_view result = {};
  std::optional<WallTime> not_before = {};
};

Settled settled_by(const jobs::Outcome& outcome) {
  if (const auto* done = std::get_if<jobs::Done>(&outcome)) {
    return {.state = State::done, .result = done->result};
  }
  if (const auto* failed = std::get_if<jobs::Failed>(&outcome)) {
    return {
        .state = State::failed, .error_kind = failed->error.kind, .error = failed->error.sentence};
  }
  if (const auto* retry = std::get_if<jobs::RetryAt>(&outcome)) {
    return {.state = State::delayed,
            .error_kind = retry->error.kind,
            .error = retry->error.sentence,
            .not_before = retry->at};
  }
  if (std::holds_alternative<jobs::HandedBack>(outcome)) return {.state = State::waiting};
  return {.state = State::cancelled};
}

}  // namespace

Result<std::vector<Added>> add(Database& database,
                               const std::vector<jobs::IdentifiedJob>& jobs,
                               WallTime now) {
  std::vector<Added> all;
  all.reserve(jobs.size());
  for (const auto& job : jobs) {
    TRY(auto there, with_once(database, job.job.once));
    if (there) {
      all.push_back({.answer = {*std::move(there), true}});
      continue;
    }
    TRY_VOID(insert(database, job, now));
    all.push_back({.answer = {job.id, false}, .state = jobs::first_state(job.job, now)});
  }
  return all;
}

Result<std::vector<Begun>> begin(Database& database,
                                 std::string_view queue,
                                 std::size_t count,
                                 WallTime now) {
  TRY(auto rows,
      database.query("UPDATE job SET state = 2, fence = fence + 1, attempts = attempts + 1, "
                     "started = ?3 WHERE place IN (SELECT place FROM job WHERE state = 0 AND "
                     "queue = ?1 ORDER BY urgent DESC, place LIMIT ?2) "
                     "RETURNING place, id, kind, arguments, fence, attempts, attempts_max, "
                     "leases_lost, created, urgent",
                     {queue, number(count), row_time(now)}));
  std::vector<std::pair<std::int64_t, Begun>> begun;
  while (true) {
    TRY(const bool there, rows.step());
    if (!there) break;
    begun.emplace_back(
        -rows.integer(9),
        Begun{.reserved = {.lease = {.id = std::string(rows.text(1)),
                                     .fence = static_cast<std::uint64_t>(rows.integer(4))},
                           .kind = std::string(rows.text(2)),
                           .queue = std::string(queue),
                           .arguments = std::string(rows.text(3)),
                           .attempt = static_cast<std::uint32_t>(rows.integer(5)),
                           .attempts_max = static_cast<std::uint32_t>(rows.integer(6))},
              .place = rows.integer(0),
              .leases_lost = static_cast<std::uint32_t>(rows.integer(7)),
              .created = time_in(rows, 8)});
  }
  // RETURNING keeps no order.
  std::ranges::sort(
      begun, {}, [](const auto& one) { return std::pair(one.first, one.second.place); });
  std::vector<Begun> all;
  all.reserve(begun.size());
  for (auto& one : begun) all.push_back(std::move(one.second));
  return all;
}

Result<std::optional<Moved>> settle(Database& database,
                                    const Held& held,
                                    const jobs::Outcome& outcome,
                                    WallTime now) {
  const auto settled = settled_by(outcome);
  const bool ended = jobs::has_ended(settled.state);
  const bool begun_in_vain = std::holds_alternative<jobs::HandedBack>(outcome);
  TRY(auto rows,
      database.query(
          "UPDATE job SET state = ?3, once = iif(?4, NULL, once), attempts = attempts - ?5, "
          "not_before = ?6, ended = ?7, error_kind = ?8, error = ?9, result = ?10 "
          "WHERE place = ?1 AND state = 2 AND fence = ?2 RETURNING id, kind, queue, state, place, "
          "not_before",
          {held.place,
           number(held.fence),
           number(settled.state),
           static_cast<std::int64_t>(ended),
           static_cast<std::int64_t>(begun_in_vain),
           row_time(settled.not_before),
           ended ? Value(row_time(now)) : Value(Null{}),
           settled.error_kind ? Value(*settled.error_kind) : Value(Null{}),
           settled.error_kind ? Value(settled.error) : Value(Null{}),
           text_or_null(settled.result)}));
  return first_moved(std::move(rows), State::running);
}

Result<std::optional<Moved>> lose(Database& database,
                                  const Held& held,
                                  std::uint32_t leases_lost_max,
                                  WallTime now) {
  const auto sentence =
      fmt::format("The worker vanished while it did this, {} times", leases_lost_max);
  TRY(auto rows,
      database.query("UPDATE job SET leases_lost = leases_lost + 1, "
                     "state = iif(leases_lost + 1 >= ?3, 4, 0), "
                     "once = iif(leases_lost + 1 >= ?3, NULL, once), "
                     "ended = iif(leases_lost + 1 >= ?3, ?4, NULL), "
                     "error_kind = iif(leases_lost + 1 >= ?3, ?5, NULL), "
                     "error = iif(leases_lost + 1 >= ?3, ?6, NULL) "
                     "WHERE place = ?1 AND state = 2 AND fence = ?2 RETURNING id, kind, queue, "
                     "state, place, not_before",
                     {held.place,
                      number(held.fence),
                      static_cast<std::int64_t>(leases_lost_max),
                      row_time(now),
                      jobs::kWorkerLost,
                      sentence}));
  return first_moved(std::move(rows), State::running);
}

Result<std::vector<Held>> running(Database& database) {
  std::vector<Held> all;
  TRY(auto rows, database.query("SELECT place, fence FROM job WHERE state = 2"));
  while (true) {
    TRY(const bool there, rows.step());
    if (!there) return all;
    all.push_back({rows.integer(0), static_cast<std::uint64_t>(rows.integer(1))});
  }
}

}  // namespace vitrine::store::sqlite::job_rows
