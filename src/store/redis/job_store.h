// Jobs on the shared store, the same for all instances, and for Resque's own tools and workers
// (job_scripts.h says what is where). It needs a database of its own: the tools read all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "jobs/job_store.h"
#include "runtime/clock.h"
#include "store/redis/address.h"
#include "store/redis/job_news.h"
#include "store/redis/job_watch.h"
#include "store/redis/script_line.h"

namespace vitrine::store::redis {

struct JobStoreConfig {
  RedisAddress address;
  Timeouts timeouts = {};
  // Of Resque's keys.
  std::string space = "resque";
  jobs::StoreLimits limits = {};
  // Leases and delays go by the clock of the server, which all instances share; tests have theirs.
  bool clock_of_server = true;
  // Jobs of others are begun so often at most.
  std::uint32_t attempts_max_of_others = 5;
};

// Lives on: any thread. The clock outlives it, and loops that await it outlive it.
class JobStore final : public jobs::JobStore {
 public:
  // Connects in the background and with the first call: calls are `unavailable` while the server
  // is away.
  JobStore(JobStoreConfig config, const Clock& clock, jobs::Random random);
  ~JobStore() override;

  void listen(jobs::StoreEvents events) override;

  Task<Result<std::vector<jobs::Enqueued>>> enqueue(std::vector<jobs::IdentifiedJob> jobs) override;
  Task<Result<void>> arrive(std::vector<jobs::WorkerPlace> places) override;
  Task<Result<void>> leave(std::vector<std::string> workers) override;
  Task<Result<std::vector<jobs::Reserved>>> reserve(jobs::Reservation reservation) override;
  Task<Result<std::vector<jobs::Held>>> renew(std::vector<jobs::Lease> leases,
                                              std::vector<std::string> workers,
                                              std::chrono::milliseconds lease) override;
  Task<Result<bool>> settle(jobs::Lease lease, jobs::Outcome outcome) override;
  Task<Result<bool>> note(jobs::Lease lease, jobs::Progress progress) override;
  Task<Result<void>> tend() override;

  Task<Result<std::optional<jobs::Job>>> look(jobs::JobId id) override;
  Task<Result<jobs::Overview>> overview() override;
  Task<Result<jobs::JobPage>> failed(std::size_t offset, std::size_t limit) override;
  Task<Result<jobs::JobPage>> delayed(std::size_t offset, std::size_t limit) override;

  Task<Result<bool>> retry(jobs::JobId id) override;
  Task<Result<bool>> remove(jobs::JobId id) override;
  Task<Result<bool>> cancel(jobs::JobId id) override;

  std::string trouble() const override { return line_.trouble(); }

 private:
  struct Call {
    const Script* script = nullptr;
    Command arguments;
    Command own = {};
  };

  std::string now() const;
  std::uint64_t fence() const;
  Call settling(const jobs::Lease& lease, const jobs::Outcome& outcome) const;
  Command reservation(const jobs::Reservation& asked) const;
  Task<Result<bool>> refuse(jobs::Lease lease);
  Task<Result<bool>> done(Call call);
  // A failure of somebody else's job: put back into its queue, or forgotten.
  Task<Result<bool>> settle_record(jobs::JobId id, bool again);
  void append_workers(Command& command, const std::vector<std::string>& workers) const;
  std::string full_name(const std::string& worker, const std::vector<std::string>& queues) const;
  void watch(const std::vector<std::string>& queues);

  void tell(const jobs::Change& change) const;
  void tell_work(const std::string& queue) const;
  void tell_missed() const;

  const JobStoreConfig config_;
  const Clock& clock_;
  const jobs::Random random_;
  // Who promotes what is delayed, for Resque's own schedulers.
  const std::string leader_;
  const std::string space_;
  mutable std::shared_mutex events_mutex_;
  jobs::StoreEvents events_;
  mutable std::mutex mutex_;
  std::map<std::string, jobs::WorkerPlace> places_;
  // Queues that had something while all was paused.
  std::vector<std::string> paused_;
  ScriptLine line_;
  std::map<std::string, std::unique_ptr<JobWatch>> watches_;
  JobNews news_;
};

}  // namespace vitrine::store::redis
