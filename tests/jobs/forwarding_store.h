// A store that another one stands behind, so that a test may look at, or change, what is asked.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "jobs/job_store.h"

namespace vitrine::jobs {

class ForwardingStore : public JobStore {
 public:
  explicit ForwardingStore(JobStore& store) : store_(store) {}

  void listen(StoreEvents events) override { store_.listen(std::move(events)); }

  Task<Result<std::vector<Enqueued>>> enqueue(std::vector<IdentifiedJob> jobs) override {
    return store_.enqueue(std::move(jobs));
  }

  Task<Result<void>> arrive(std::vector<WorkerPlace> places) override {
    return store_.arrive(std::move(places));
  }

  Task<Result<void>> leave(std::vector<std::string> workers) override {
    return store_.leave(std::move(workers));
  }

  Task<Result<std::vector<Reserved>>> reserve(Reservation reservation) override {
    return store_.reserve(std::move(reservation));
  }

  Task<Result<std::vector<Held>>> renew(std::vector<Lease> leases,
                                        std::vector<std::string> workers,
                                        std::chrono::milliseconds lease) override {
    return store_.renew(std::move(leases), std::move(workers), lease);
  }

  Task<Result<bool>> settle(Lease lease, Outcome outcome) override {
    return store_.settle(std::move(lease), std::move(outcome));
  }

  Task<Result<bool>> note(Lease lease, Progress progress) override {
    return store_.note(std::move(lease), std::move(progress));
  }

  Task<Result<void>> tend() override { return store_.tend(); }

  Task<Result<std::optional<Job>>> look(JobId id) override { return store_.look(std::move(id)); }

  Task<Result<Overview>> overview() override { return store_.overview(); }

  Task<Result<JobPage>> failed(std::size_t offset, std::size_t limit) override {
    return store_.failed(offset, limit);
  }

  Task<Result<JobPage>> delayed(std::size_t offset, std::size_t limit) override {
    return store_.delayed(offset, limit);
  }

  Task<Result<bool>> retry(JobId id) override { return store_.retry(std::move(id)); }

  Task<Result<bool>> remove(JobId id) override { return store_.remove(std::move(id)); }

  Task<Result<bool>> cancel(JobId id) override { return store_.cancel(std::move(id)); }

  std::string trouble() const override { return store_.trouble(); }

 private:
  JobStore& store_;
};

}  // namespace vitrine::jobs
