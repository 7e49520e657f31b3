// The door of the room for whoever wants something done: put jobs into queues, look what became of
// them, wait for it without asking again and again.
//
//   enqueue -> JobStore -> Workers (workers.h) -> JobStore -> changed -> wait() ends
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "failure/result.h"
#include "jobs/job.h"
#include "jobs/job_store.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/task.h"

namespace vitrine::jobs {

struct Config {
  // limit: job_argument_bytes
  std::size_t arguments_bytes_max = 16 * 1024;
  // Requests that wait for jobs; limit: job_waiters
  std::size_t waiters_max = 1'000;
};

// What the jobs of the last minute were, as this process has seen it.
struct Rates {
  std::size_t begun = 0;
  std::size_t done = 0;
  std::size_t failed = 0;
};

class Waiters;
class MinuteCounts;

// Lives on: any thread. The store outlives it; loops that await outlive both.
class Jobs {
 public:
  // The Overview of the store, and how fast it goes.
  struct Status {
    Overview overview;
    Rates last_minute;
  };

  // Listens to the store until it is destroyed.
  Jobs(const Config& config,
       JobStore& store,
       const Clock& clock,
       Random random,
       observe::Metrics& metrics);
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // Each any number of times; called as StoreEvents says, until the jobs are destroyed.
  void on_change(std::function<void(const Change&)> listener);
  void on_work(std::function<void(const std::string& queue)> listener);

  // Durable when it ends. busy: the queue is full; too_large: the arguments are over their limit.
  // Names that are no names (is_name) are a broken program.
  Task<Result<Enqueued>> enqueue(NewJob job);
  // 1 to 1,000, all or none; in their order.
  Task<Result<std::vector<Enqueued>>> enqueue_all(std::vector<NewJob> jobs);

  // Nothing: unknown, or forgotten.
  Task<Result<std::optional<Job>>> look(JobId id);
  // Ends when the job has ended, or after `limit`, or when waits are ended, with the job as it is
  // then. busy: too many wait.
  Task<Result<std::optional<Job>>> wait(JobId id, std::chrono::milliseconds limit);
  // For the stop of the service, before the loops end: all who wait get what is known now, and
  // nobody waits any more.
  void end_waits();

  Task<Result<Status>> overview();

  // See JobStore.
  Task<Result<JobPage>> failed(std::size_t offset, std::size_t limit);
  Task<Result<JobPage>> delayed(std::size_t offset, std::size_t limit);
  Task<Result<bool>> retry(JobId id);
  Task<Result<bool>> remove(JobId id);
  Task<Result<bool>> cancel(JobId id);

  std::string trouble() const { return store_.trouble(); }

 private:
  void changed(const Change& change);
  void may_be_work(const std::string& queue);
  Result<void> check_job(const NewJob& job) const;

  const Config config_;
  JobStore& store_;
  const Random random_;
  // Shared with the metrics.
  const std::shared_ptr<Waiters> waiters_;
  const std::unique_ptr<MinuteCounts> counts_;
  // Those who tell share it.
  std::shared_mutex listeners_mutex_;
  std::vector<std::function<void(const Change&)>> change_listeners_;
  std::vector<std::function<void(const std::string&)>> work_listeners_;
  observe::Counter& enqueued_;
  observe::Counter& joined_;
  observe::Counter& refused_;
};

}  // namespace vitrine::jobs
