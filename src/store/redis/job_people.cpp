// Workers that come and go, time that passes, and what people do to jobs on the shared store.
#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "runtime/iso_time.h"
#include "store/redis/job_replies.h"
#include "store/redis/job_scripts.h"
#include "store/redis/job_store.h"
#include "store/redis/resque_text.h"

namespace vitrine::store::redis {

namespace {

constexpr std::size_t kRecordsAtOnce = 500;

std::string joined(const std::vector<std::string>& queues) {
  std::string all;
  for (const auto& queue : queues) all += (all.empty() ? "" : ",") + queue;
  return all;
}

}  // namespace

// With its queues, as Resque names it: those it has come with.
std::string JobStore::full_name(const std::string& worker,
                                const std::vector<std::string>& queues) const {
  const std::scoped_lock lock(mutex_);
  const auto place = places_.find(worker);
  return worker + ":" + joined(place == places_.end() ? queues : place->second.queues);
}

void JobStore::append_workers(Command& command, const std::vector<std::string>& workers) const {
  const auto seconds =
      std::chrono::floor<std::chrono::seconds>(clock_.wall()).time_since_epoch().count();
  const std::scoped_lock lock(mutex_);
  for (const auto& worker : workers) {
    const auto place = places_.find(worker);
    if (place == places_.end()) continue;
    command.insert(command.end(),
                   {worker,
                    worker + ":" + joined(place->second.queues),
                    fmt::format(R"({{"time":{},"name":"{}","queues":"{}"}})",
                                seconds,
                                worker,
                                joined(place->second.queues))});
  }
}

Task<Result<void>> JobStore::arrive(std::vector<jobs::WorkerPlace> places) {
  std::vector<std::string> workers;
  {
    const std::scoped_lock lock(mutex_);
    for (auto& place : places) {
      workers.push_back(place.name);
      places_.insert_or_assign(workers.back(), std::move(place));
    }
  }
  CO_TRY_VOID(co_await renew({}, std::move(workers), std::chrono::milliseconds(0)));
  co_return Result<void>();
}

Task<Result<void>> JobStore::leave(std::vector<std::string> workers) {
  Command arguments{now(), leader_};
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& worker : workers) {
      const auto place = places_.find(worker);
      if (place == places_.end()) continue;
      arguments.insert(arguments.end(), {worker, worker + ":" + joined(place->second.queues)});
      places_.erase(place);
    }
  }
  CO_TRY_VOID(co_await line_.run(kLeaveJobsScript, std::move(arguments)));
  co_return Result<void>();
}

Task<Result<std::vector<jobs::Held>>> JobStore::renew(std::vector<jobs::Lease> leases,
                                                      std::vector<std::string> workers,
                                                      std::chrono::milliseconds lease) {
  Command arguments{now(), std::to_string(lease.count()), std::to_string(leases.size())};
  for (const auto& one : leases) {
    arguments.insert(arguments.end(), {one.id, std::to_string(one.fence)});
  }
  arguments.push_back(iso_time(clock_.wall()));
  append_workers(arguments, workers);
  CO_TRY(const auto reply, co_await line_.run(kRenewJobsScript, std::move(arguments)));
  std::vector<jobs::Held> held;
  for (std::size_t i = 1; i < reply.size(); ++i) {
    const auto word = reply[i].text();
    held.push_back(word == "yes"      ? jobs::Held::yes
                   : word == "cancel" ? jobs::Held::cancel
                                      : jobs::Held::lost);
  }
  co_return held;
}

void JobStore::watch(const std::vector<std::string>& queues) {
  const std::scoped_lock lock(mutex_);
  for (const auto& queue : queues) {
    auto& watch = watches_[queue];
    if (!watch) {
      watch = std::make_unique<JobWatch>(
          config_.address, space_ + "queue:" + queue, [this, queue] { tell_work(queue); });
    }
    watch->arm();
  }
}

Task<Result<void>> JobStore::tend() {
  std::vector<std::string> paused;
  {
    const std::scoped_lock lock(mutex_);
    paused.swap(paused_);
  }
  // Whether they still are is asked by whoever wants to begin something.
  for (const auto& queue : paused) tell_work(queue);
  const jobs::JobError lost{std::string(jobs::kWorkerLost),
                            fmt::format("The worker vanished while it did this, {} times",
                                        config_.limits.leases_lost_max)};
  CO_TRY_VOID(co_await line_.run(kTendJobsScript,
                                 {now(),
                                  std::to_string(config_.limits.leases_lost_max),
                                  std::to_string(config_.limits.failed_max),
                                  lost.kind,
                                  lost.sentence,
                                  failure_suffix(lost, clock_.wall()),
                                  std::to_string(config_.limits.done_kept.count()),
                                  leader_}));
  co_return Result<void>();
}

// Records have no index; there are failed_max of them, and only people ask for this.
Task<Result<bool>> JobStore::settle_record(jobs::JobId id, bool again) {
  for (std::size_t offset = 0;; offset += kRecordsAtOnce) {
    CO_TRY(const auto reply,
           co_await line_.run(kFailedJobsScript,
                              {now(), std::to_string(offset), std::to_string(kRecordsAtOnce)}));
    for (std::size_t i = 2; i < reply.size(); ++i) {
      const std::string record(reply[i].text());
      const auto failure = read_resque_failure(record);
      const bool is_it = record_id(record) == id || (failure && failure->job.id == id);
      if (!is_it) continue;
      if (again && (!failure || failure->job.kind.empty())) co_return false;
      co_return co_await done(
          {&kRetryRecordScript,
           {now(), record, again ? failure->queue : "", again ? failure->payload : ""}});
    }
    if (reply.size() < kRecordsAtOnce + 2) co_return false;
  }
}

Task<Result<bool>> JobStore::retry(jobs::JobId id) {
  CO_TRY(const bool retried, co_await done({&kRetryJobScript, {now(), id}}));
  if (retried) co_return true;
  co_return co_await settle_record(std::move(id), true);
}

Task<Result<bool>> JobStore::remove(jobs::JobId id) {
  CO_TRY(const bool removed, co_await done({&kRemoveJobScript, {now(), id}}));
  if (removed) co_return true;
  co_return co_await settle_record(std::move(id), false);
}

Task<Result<bool>> JobStore::cancel(jobs::JobId id) {
  return done({&kCancelJobScript, {now(), std::move(id), std::to_string(config_.limits.done_max)}});
}

}  // namespace vitrine::store::redis
