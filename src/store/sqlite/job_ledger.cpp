#include "store/sqlite/job_ledger.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace vitrine::store::sqlite {

using job_rows::Moved;
using jobs::State;

void JobLedger::load(job_reads::Counts counts, std::optional<WallTime> next_due) {
  const std::scoped_lock lock(mutex_);
  waiting_ = std::move(counts.waiting);
  waiting_total_ = 0;
  for (const auto& [queue, waiting] : waiting_) waiting_total_ += waiting;
  delayed_ = counts.delayed;
  failed_ = counts.failed;
  done_total_ = counts.done_total;
  failed_total_ = counts.failed_total;
  ended_ = std::move(counts.ended);
  next_due_ = next_due;
  runs_.clear();
}

Result<void> JobLedger::admit(std::size_t jobs) {
  const std::scoped_lock lock(mutex_);
  if (waiting_total_ + delayed_ + admitted_ + jobs > limits_.queue_max) {
    return fail(FailureKind::busy,
                fmt::format("The queue of jobs is full ({} waiting)", limits_.queue_max));
  }
  admitted_ += jobs;
  return {};
}

void JobLedger::settle_admitted(std::size_t jobs) {
  const std::scoped_lock lock(mutex_);
  admitted_ -= jobs;
}

void JobLedger::added(const jobs::NewJob& job, State state) {
  const std::scoped_lock lock(mutex_);
  enter({.queue = job.queue, .not_before = job.not_before, .state = state}, true);
}

void JobLedger::arrive(std::vector<jobs::WorkerPlace> places) {
  const std::scoped_lock lock(mutex_);
  for (auto& place : places) {
    auto name = place.name;
    workers_.insert_or_assign(std::move(name), std::move(place));
  }
}

void JobLedger::leave(const std::vector<std::string>& workers) {
  const std::scoped_lock lock(mutex_);
  for (const auto& worker : workers) workers_.erase(worker);
}

bool JobLedger::any_waiting(const std::vector<std::string>& queues) const {
  const std::scoped_lock lock(mutex_);
  return std::ranges::any_of(queues, [&](const std::string& queue) {
    const auto found = waiting_.find(queue);
    return found != waiting_.end() && found->second > 0;
  });
}

void JobLedger::begun(const std::vector<job_rows::Begun>& jobs, std::chrono::milliseconds lease) {
  const auto now = clock_.wall();
  const auto until = clock_.steady() + lease;
  const std::scoped_lock lock(mutex_);
  for (const auto& job : jobs) {
    --waiting_[job.reserved.queue];
    --waiting_total_;
    runs_.insert_or_assign(job.reserved.lease.id,
                           Run{.begun = job, .started = now, .until = until});
  }
}

const JobLedger::Run* JobLedger::find(const jobs::Lease& lease) const {
  const auto found = runs_.find(lease.id);
  if (found == runs_.end() || found->second.begun.reserved.lease.fence != lease.fence) {
    return nullptr;
  }
  return &found->second;
}

std::optional<job_rows::Held> JobLedger::held(const jobs::Lease& lease) const {
  const std::scoped_lock lock(mutex_);
  const auto* run = find(lease);
  if (run == nullptr) return std::nullopt;
  return job_rows::Held{.place = run->begun.place, .fence = lease.fence};
}

std::vector<jobs::Held> JobLedger::renew(const std::vector<jobs::Lease>& leases,
                                         std::chrono::milliseconds lease) {
  const auto until = clock_.steady() + lease;
  const std::scoped_lock lock(mutex_);
  std::vector<jobs::Held> answers;
  answers.reserve(leases.size());
  for (const auto& one : leases) {
    if (find(one) == nullptr) {
      answers.push_back(jobs::Held::lost);
      continue;
    }
    auto& run = runs_.at(one.id);
    run.until = until;
    answers.push_back(run.cancel_asked ? jobs::Held::cancel : jobs::Held::yes);
  }
  return answers;
}

jobs::Change JobLedger::change_of(const Run& run) {
  return {.id = run.begun.reserved.lease.id,
          .kind = run.begun.reserved.kind,
          .queue = run.begun.reserved.queue,
          .state = State::running,
          .state_is_new = false,
          .cancel_asked = run.cancel_asked};
}

std::optional<jobs::Change> JobLedger::note(const jobs::Lease& lease, jobs::Progress progress) {
  const std::scoped_lock lock(mutex_);
  if (find(lease) == nullptr) return std::nullopt;
  auto& run = runs_.at(lease.id);
  run.progress = std::move(progress);
  return change_of(run);
}

std::optional<jobs::Change> JobLedger::ask_to_stop(const jobs::JobId& id) {
  const std::scoped_lock lock(mutex_);
  const auto found = runs_.find(id);
  if (found == runs_.end()) return std::nullopt;
  found->second.cancel_asked = true;
  return change_of(found->second);
}

std::vector<job_rows::Held> JobLedger::expired() const {
  const auto now = clock_.steady();
  const std::scoped_lock lock(mutex_);
  std::vector<job_rows::Held> all;
  for (const auto& [id, run] : runs_) {
    if (run.until < now) all.push_back({run.begun.place, run.begun.reserved.lease.fence});
  }
  return all;
}

void JobLedger::moved(const Moved& moved, bool kept) {
  const std::scoped_lock lock(mutex_);
  if (moved.before == State::waiting) {
    --waiting_[moved.queue];
    --waiting_total_;
  }
  if (moved.before == State::delayed) --delayed_;
  if (moved.before == State::failed) --failed_;
  if (moved.before == State::running) runs_.erase(moved.id);
  enter(moved, kept);
}

void JobLedger::enter(const Moved& moved, bool kept) {
  if (!kept) return;
  if (moved.state == State::waiting) {
    ++waiting_[moved.queue];
    ++waiting_total_;
  }
  if (moved.state == State::delayed) {
    ++delayed_;
    const auto due = moved.not_before.value_or(clock_.wall());
    next_due_ = std::min(next_due_.value_or(due), due);
  }
  if (moved.state == State::failed) {
    ++failed_;
    ++failed_total_;
  }
  if (moved.state == State::done) ++done_total_;
  if (moved.state == State::done || moved.state == State::cancelled) {
    ended_.push_back({moved.place, clock_.wall()});
  }
}

}  // namespace vitrine::store::sqlite
