// Jobs in the embedded store: written through the one writer, read on a connection of its own. Who
// runs what, and until when, is in memory (job_ledger.h), for the file has one process only.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "jobs/job_store.h"
#include "runtime/clock.h"
#include "store/sqlite/job_ledger.h"
#include "store/sqlite/job_rows.h"
#include "store/sqlite/lookups.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

// Lives on: any thread. Writer and clock outlive it; loops that await it outlive the writer.
class JobStore final : public jobs::JobStore {
 public:
  JobStore(Writer& writer, const jobs::StoreLimits& limits, const Clock& clock);
  ~JobStore() override;

  // Takes up what is there; what ran when the last process ended waits again, or has failed.
  // Blocks. After Writer::open, before anything else but listen(). Throws std::runtime_error that
  // names the file and says what is wrong with it.
  void start();

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

  std::string trouble() const override { return writer_.trouble(); }

 private:
  using Moved = std::optional<job_rows::Moved>;

  Task<Result<void>> reap();
  Task<Result<void>> promote();
  Task<Result<void>> forget();
  // Writes one move, by one statement or several, and tells of it.
  Task<Result<bool>> move(Change::Statements statements,
                          std::function<Result<Moved>(Database&)> work);
  void follow(const job_rows::Moved& moved);
  void tell(const jobs::Change& change) const;
  void tell_work(const std::string& queue) const;

  Writer& writer_;
  const Clock& clock_;
  JobLedger ledger_;
  Lookups lookups_;
  mutable std::shared_mutex events_mutex_;
  jobs::StoreEvents events_;
};

}  // namespace vitrine::store::sqlite
