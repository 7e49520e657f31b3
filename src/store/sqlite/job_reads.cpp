#include "store/sqlite/job_reads.h"

#include <algorithm>
#include <utility>

#include "store/sqlite/row_time.h"

namespace vitrine::store::sqlite::job_reads {

namespace {

using jobs::Job;
using jobs::State;

// A whole row, in the order of the table.
Job job_in(const Statement& row) {
  Job job;
  job.id = row.text(1);
  job.kind = row.text(2);
  job.queue = row.text(3);
  job.arguments = row.text(4);
  job.state = static_cast<State>(row.integer(7));
  job.attempts = static_cast<std::uint32_t>(row.integer(9));
  job.attempts_max = static_cast<std::uint32_t>(row.integer(10));
  job.leases_lost = static_cast<std::uint32_t>(row.integer(11));
  job.created = time_in(row, 12);
  job.not_before = maybe_time_in(row, 13);
  job.started = maybe_time_in(row, 14);
  job.ended = maybe_time_in(row, 15);
  if (!row.is_null(16)) job.error = {std::string(row.text(16)), std::string(row.text(17))};
  job.result = row.text(18);
  if (job.state == State::done) job.progress.percent = 100;
  return job;
}

Result<std::size_t> ahead_of(Database& database,
                             std::string_view queue,
                             std::int64_t urgent,
                             std::int64_t place) {
  TRY(auto row,
      database.query("SELECT count(*) FROM (SELECT 1 FROM job WHERE state = 0 AND queue = ?1 AND "
                     "(urgent > ?2 OR (urgent = ?2 AND place < ?3)) LIMIT ?4)",
                     {queue, urgent, place, static_cast<std::int64_t>(Job::kAheadMax)}));
  TRY_VOID(row.step());
  return static_cast<std::size_t>(row.integer(0));
}

Result<std::vector<Job>> all_in(Statement rows) {
  std::vector<Job> all;
  while (true) {
    TRY(const bool there, rows.step());
    if (!there) return all;
    all.push_back(job_in(rows));
  }
}

Result<void> count_states(Database& database, Counts& counts) {
  TRY(auto rows, database.query("SELECT state, queue, count(*) FROM job GROUP BY state, queue"));
  while (true) {
    TRY(const bool there, rows.step());
    if (!there) return {};
    const auto state = static_cast<State>(rows.integer(0));
    const auto number = static_cast<std::size_t>(rows.integer(2));
    if (state == State::waiting) counts.waiting[std::string(rows.text(1))] += number;
    if (state == State::delayed) counts.delayed += number;
    if (state == State::done) counts.done_total += number;
    if (state == State::failed) {
      counts.failed += number;
      counts.failed_total += number;
    }
  }
}

Result<void> read_ended(Database& database, Counts& counts) {
  TRY(auto rows, database.query("SELECT place, ended FROM job WHERE state IN (3, 5)"));
  while (true) {
    TRY(const bool there, rows.step());
    if (!there) break;
    counts.ended.push_back({rows.integer(0), time_in(rows, 1)});
  }
  std::ranges::sort(counts.ended, {}, &Ended::at);
  return {};
}

}  // namespace

Result<std::optional<Job>> look(Database& database, std::string_view id) {
  TRY(auto row, database.query("SELECT * FROM job WHERE id = ?1", {id}));
  TRY(const bool there, row.step());
  if (!there) return std::nullopt;
  auto job = job_in(row);
  if (job.state == State::waiting) {
    TRY(job.ahead, ahead_of(database, job.queue, row.integer(6), row.integer(0)));
  }
  return job;
}

Result<std::vector<Job>> failed(Database& database, std::size_t offset, std::size_t limit) {
  TRY(auto rows,
      database.query("SELECT * FROM job WHERE state = 4 "
                     "ORDER BY ended DESC, place DESC LIMIT ?1 OFFSET ?2",
                     {static_cast<std::int64_t>(limit), static_cast<std::int64_t>(offset)}));
  return all_in(std::move(rows));
}

Result<std::vector<Job>> delayed(Database& database, std::size_t offset, std::size_t limit) {
  TRY(auto rows,
      database.query("SELECT * FROM job WHERE state = 1 "
                     "ORDER BY not_before, place LIMIT ?1 OFFSET ?2",
                     {static_cast<std::int64_t>(limit), static_cast<std::int64_t>(offset)}));
  return all_in(std::move(rows));
}

Result<Counts> counts(Database& database) {
  Counts counts;
  TRY(auto total, database.query("SELECT done, failed FROM job_total"));
  TRY_VOID(total.step());
  counts.done_total = static_cast<std::uint64_t>(total.integer(0));
  counts.failed_total = static_cast<std::uint64_t>(total.integer(1));
  TRY_VOID(count_states(database, counts));
  TRY_VOID(read_ended(database, counts));
  return counts;
}

}  // namespace vitrine::store::sqlite::job_reads
