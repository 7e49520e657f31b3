// Where jobs are kept. `jobs` owns this interface; store/sqlite and store/redis implement it. Each
// call happens whole or not at all, and is durable when it ends. `unavailable` and `busy` are the
// failures of the store itself; whether the call has happened is then unknown.
//
//   enqueue -> reserve (lease, fence) -> renew … -> settle
//
// A job is done at least once: whoever holds a lease that has run out may still be working. Its
// fence number is then not the job's any more, and settle() changes nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "failure/result.h"
#include "jobs/job.h"
#include "runtime/clock.h"
#include "runtime/task.h"

namespace vitrine::jobs {

struct StoreLimits {
  // Jobs that wait or are delayed, in all queues; beyond them `busy`. limit: job_queue
  std::size_t queue_max = 100'000;
  // Finished and cancelled jobs that are remembered. limit: jobs_done
  std::size_t done_max = 10'000;
  std::chrono::seconds done_kept = std::chrono::hours{24};
  // Failed jobs that are remembered. limit: jobs_failed
  std::size_t failed_max = 10'000;
  // After so many lost leases a job has failed with the error kWorkerLost.
  std::uint32_t leases_lost_max = 3;
};

inline constexpr std::string_view kWorkerLost = "WorkerLost";

struct IdentifiedJob {
  JobId id;
  NewJob job;
};

struct Enqueued {
  JobId id;
  // It is another call's job, which says the same `once`.
  bool joined = false;

  bool operator==(const Enqueued&) const = default;
};

// The right to work on a job.
struct Lease {
  JobId id = {};
  std::uint64_t fence = 0;
  // Who works on it.
  std::string worker = {};

  bool operator==(const Lease&) const = default;
};

struct Reserved {
  Lease lease = {};
  std::string kind = {};
  std::string queue = {};
  std::string arguments = {};
  // This attempt is number `attempt` of `attempts_max`.
  std::uint32_t attempt = 1;
  std::uint32_t attempts_max = 1;
};

struct Reservation {
  // Workers with nothing to do, one job for each at most.
  std::vector<std::string> workers;
  // An earlier one comes before a later one.
  std::vector<std::string> queues;
  std::chrono::milliseconds lease{30'000};
};

enum class Held : std::uint8_t {
  yes,
  lost,    // somebody else's by now
  cancel,  // still held, and somebody wants it to stop
};

// What became of an attempt.
struct Done {
  // At most 4 KiB.
  std::string result;
};

struct Failed {
  JobError error;
};

struct RetryAt {
  WallTime at;
  JobError error;
};

// It did not come to anything, and nobody is to blame: it runs again at once, as if it had not.
struct HandedBack {};

struct Cancelled {};

using Outcome = std::variant<Done, Failed, RetryAt, HandedBack, Cancelled>;

struct WorkerPlace {
  std::string name;
  std::vector<std::string> queues;
  WallTime since;
};

struct QueueDepth {
  std::string name;
  std::size_t waiting = 0;
};

// What a worker does.
struct WorkerView {
  WorkerPlace place;
  // Nothing while it is idle.
  std::optional<Job> job;
};

struct Overview {
  // By name.
  std::vector<QueueDepth> queues = {};
  // By name, at most 1,000.
  std::vector<WorkerView> workers = {};
  std::size_t delayed = 0;
  std::size_t failed = 0;
  // Attempts that ended in `done`, and jobs that have failed, ever.
  std::uint64_t processed_total = 0;
  std::uint64_t failed_total = 0;
  // Somebody has told all workers to take nothing.
  bool paused = false;
};

struct JobPage {
  std::vector<Job> jobs;
  // In all.
  std::size_t total = 0;
};

// What has happened to a job.
struct Change {
  JobId id = {};
  std::string kind = {};
  std::string queue = {};
  State state = State::waiting;
  // false: only its progress has changed, or somebody has asked it to stop.
  bool state_is_new = true;
  bool cancel_asked = false;
};

// Called on threads of the store; they return at once and do not call the store.
struct StoreEvents {
  // A queue may have got a job. May come for nothing, but never fails to come after a reserve()
  // that gave less than was asked for.
  std::function<void(const std::string& queue)> may_be_work = {};
  std::function<void(const Change& change)> changed = {};
  // Changes may have happened of which nothing was told.
  std::function<void()> missed = {};
};

// Lives on: any thread. Loops that await outlive it.
class JobStore {
 public:
  virtual ~JobStore() = default;

  // Before anything else, and once more, with nothing in it, before those who listen end.
  virtual void listen(StoreEvents events) = 0;

  // 1 to 1,000 of them, all or none. busy: the queues would hold more than queue_max.
  virtual Task<Result<std::vector<Enqueued>>> enqueue(std::vector<IdentifiedJob> jobs) = 0;

  // Workers make themselves known, and go. Whoever goes holds nothing. `places` that are known are
  // replaced.
  virtual Task<Result<void>> arrive(std::vector<WorkerPlace> places) = 0;
  virtual Task<Result<void>> leave(std::vector<std::string> workers) = 0;

  // What waits in these queues, and begins now. Empty when nothing waits, or all is paused.
  virtual Task<Result<std::vector<Reserved>>> reserve(Reservation reservation) = 0;
  // Makes the leases last `lease` from now on, and says that the workers live. One for each lease.
  virtual Task<Result<std::vector<Held>>> renew(std::vector<Lease> leases,
                                                std::vector<std::string> workers,
                                                std::chrono::milliseconds lease) = 0;
  // false: the lease was lost, and nothing has changed.
  virtual Task<Result<bool>> settle(Lease lease, Outcome outcome) = 0;
  // Need not survive the process. false as above.
  virtual Task<Result<bool>> note(Lease lease, Progress progress) = 0;

  // Delayed jobs whose time has come wait; jobs whose lease has run out wait again, or have failed;
  // what was remembered long enough is forgotten. In bounded portions.
  virtual Task<Result<void>> tend() = 0;

  // Nothing: it is unknown, or forgotten.
  virtual Task<Result<std::optional<Job>>> look(JobId id) = 0;
  virtual Task<Result<Overview>> overview() = 0;
  // The failed ones, the newest first, or the delayed ones, the soonest first; `limit` at most
  // 1,000.
  virtual Task<Result<JobPage>> failed(std::size_t offset, std::size_t limit) = 0;
  virtual Task<Result<JobPage>> delayed(std::size_t offset, std::size_t limit) = 0;

  // A failed one waits again, with all its attempts; a delayed one waits at once. false: it is
  // neither.
  virtual Task<Result<bool>> retry(JobId id) = 0;
  // Forgets one that does not run. false: it runs, or there is none.
  virtual Task<Result<bool>> remove(JobId id) = 0;
  // One that waits or is delayed is cancelled; one that runs is asked to stop. false: neither.
  virtual Task<Result<bool>> cancel(JobId id) = 0;

  // Empty while the store works; otherwise a sentence for /readyz and the log.
  virtual std::string trouble() const = 0;
};

}  // namespace vitrine::jobs
