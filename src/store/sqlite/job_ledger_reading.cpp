// What the ledger of jobs is asked.
#include <algorithm>

#include "store/sqlite/job_ledger.h"

namespace vitrine::store::sqlite {

namespace {

constexpr std::size_t kWorkersShown = 1000;

}  // namespace

bool JobLedger::is_due() const {
  const std::scoped_lock lock(mutex_);
  return next_due_ && *next_due_ <= clock_.wall();
}

void JobLedger::set_next_due(std::optional<WallTime> due) {
  const std::scoped_lock lock(mutex_);
  next_due_ = due;
}

std::vector<std::int64_t> JobLedger::take_forgettable(std::size_t limit) {
  const auto oldest = clock_.wall() - limits_.done_kept;
  const std::scoped_lock lock(mutex_);
  std::vector<std::int64_t> places;
  while (places.size() < limit && !ended_.empty() &&
         (ended_.size() > limits_.done_max || ended_.front().at < oldest)) {
    places.push_back(ended_.front().place);
    ended_.pop_front();
  }
  return places;
}

std::size_t JobLedger::failed_too_many() const {
  const std::scoped_lock lock(mutex_);
  return failed_ > limits_.failed_max ? failed_ - limits_.failed_max : 0;
}

void JobLedger::failed_forgotten(std::size_t count) {
  const std::scoped_lock lock(mutex_);
  failed_ -= std::min(failed_, count);
}

jobs::Job JobLedger::job_of(const Run& run) {
  jobs::Job job;
  const auto& reserved = run.begun.reserved;
  job.id = reserved.lease.id;
  job.kind = reserved.kind;
  job.queue = reserved.queue;
  job.arguments = reserved.arguments;
  job.state = jobs::State::running;
  job.attempts = reserved.attempt;
  job.attempts_max = reserved.attempts_max;
  job.leases_lost = run.begun.leases_lost;
  job.progress = run.progress;
  job.cancel_asked = run.cancel_asked;
  job.worker = reserved.lease.worker;
  job.created = run.begun.created;
  job.started = run.started;
  return job;
}

void JobLedger::complete(jobs::Job& job) const {
  const std::scoped_lock lock(mutex_);
  const auto found = runs_.find(job.id);
  if (found == runs_.end()) return;
  job.progress = found->second.progress;
  job.cancel_asked = found->second.cancel_asked;
  job.worker = found->second.begun.reserved.lease.worker;
}

jobs::Overview JobLedger::overview() const {
  const std::scoped_lock lock(mutex_);
  jobs::Overview overview{.delayed = delayed_,
                          .failed = failed_,
                          .processed_total = done_total_,
                          .failed_total = failed_total_};
  for (const auto& [queue, waiting] : waiting_) overview.queues.push_back({queue, waiting});
  for (const auto& [worker, place] : workers_) {
    if (overview.workers.size() == kWorkersShown) break;
    overview.workers.push_back({.place = place, .job = {}});
  }
  for (const auto& [id, run] : runs_) {
    const auto shown = std::ranges::find(overview.workers,
                                         run.begun.reserved.lease.worker,
                                         [](const auto& one) { return one.place.name; });
    if (shown != overview.workers.end()) shown->job = job_of(run);
  }
  return overview;
}

std::size_t JobLedger::delayed() const {
  const std::scoped_lock lock(mutex_);
  return delayed_;
}

std::size_t JobLedger::failed() const {
  const std::scoped_lock lock(mutex_);
  return failed_;
}

}  // namespace vitrine::store::sqlite
