// What is known of jobs without the disk: how many are where, who runs which, until when, and how
// far it is. It follows the table, commit by commit, and begins anew with the process, which is the
// only one that has the file.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "failure/result.h"
#include "jobs/job_store.h"
#include "runtime/clock.h"
#include "store/sqlite/job_reads.h"
#include "store/sqlite/job_rows.h"

namespace vitrine::store::sqlite {

// Lives on: any thread (mutex).
class JobLedger {
 public:
  JobLedger(const jobs::StoreLimits& limits, const Clock& clock) : limits_(limits), clock_(clock) {}

  const jobs::StoreLimits& limits() const { return limits_; }

  void load(job_reads::Counts counts, std::optional<WallTime> next_due);

  // Before they are written: whether there is room. busy: there is not. What was admitted is
  // settled afterwards, written or not.
  Result<void> admit(std::size_t jobs);
  void settle_admitted(std::size_t jobs);
  void added(const jobs::NewJob& job, jobs::State state);

  void arrive(std::vector<jobs::WorkerPlace> places);
  void leave(const std::vector<std::string>& workers);

  bool any_waiting(const std::vector<std::string>& queues) const;
  // Of begun jobs, with their workers.
  void begun(const std::vector<job_rows::Begun>& jobs, std::chrono::milliseconds lease);
  // Nothing: this is not the right of anybody any more.
  std::optional<job_rows::Held> held(const jobs::Lease& lease) const;
  std::vector<jobs::Held> renew(const std::vector<jobs::Lease>& leases,
                                std::chrono::milliseconds lease);
  // What a change tells when it is so; nothing otherwise.
  std::optional<jobs::Change> note(const jobs::Lease& lease, jobs::Progress progress);
  std::optional<jobs::Change> ask_to_stop(const jobs::JobId& id);
  // Those whose lease has run out.
  std::vector<job_rows::Held> expired() const;

  // What has happened in the table; `kept` is false when the row is gone.
  void moved(const job_rows::Moved& moved, bool kept = true);

  bool is_due() const;
  void set_next_due(std::optional<WallTime> due);
  // Ended jobs that are remembered no longer, at most `limit`; they are no longer known here.
  std::vector<std::int64_t> take_forgettable(std::size_t limit);
  std::size_t failed_too_many() const;
  void failed_forgotten(std::size_t count);

  // Of a running job: what the table does not know.
  void complete(jobs::Job& job) const;
  jobs::Overview overview() const;
  std::size_t delayed() const;
  std::size_t failed() const;

 private:
  struct Run {
    job_rows::Begun begun;
    WallTime started;
    SteadyTime until;
    jobs::Progress progress = {};
    bool cancel_asked = false;
  };

  void enter(const job_rows::Moved& moved, bool kept);
  const Run* find(const jobs::Lease& lease) const;
  static jobs::Job job_of(const Run& run);
  static jobs::Change change_of(const Run& run);

  const jobs::StoreLimits limits_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, std::size_t> waiting_;
  std::size_t waiting_total_ = 0;
  std::size_t delayed_ = 0;
  std::size_t failed_ = 0;
  std::size_t admitted_ = 0;
  std::uint64_t done_total_ = 0;
  std::uint64_t failed_total_ = 0;
  std::optional<WallTime> next_due_;
  std::deque<job_reads::Ended> ended_;
  std::unordered_map<jobs::JobId, Run> runs_;
  std::map<std::string, jobs::WorkerPlace> workers_;
};

}  // namespace vitrine::store::sqlite
