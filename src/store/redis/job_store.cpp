#include "store/redis/job_store.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "crypto/digest.h"
#include "runtime/iso_time.h"
#include "store/redis/job_replies.h"
#include "store/redis/job_scripts.h"
#include "store/redis/resque_text.h"

namespace vitrine::store::redis {

namespace {

constexpr std::string_view kOwnSpace = "vitrine-jobs:";

std::string text(WallTime time) {
  return std::to_string(
      std::chrono::ceil<std::chrono::milliseconds>(time).time_since_epoch().count());
}

ScriptLineConfig line_config(const JobStoreConfig& config) {
  const std::string own(kOwnSpace);
  return {
      .address = config.address,
      .timeouts = config.timeouts,
      .name = "redis-jobs",
      .keys = {own, config.space + ":", fmt::format("{}news:{}", own, config.address.database)}};
}

}  // namespace

JobStore::JobStore(JobStoreConfig config, const Clock& clock, jobs::Random random)
    : config_(std::move(config)),
      clock_(clock),
      random_(std::move(random)),
      leader_("vitrine:" + crypto::hex(random_(8))),
      space_(config_.space + ":"),
      line_(line_config(config_)),
      news_(
          config_.address,
          line_config(config_).keys.back(),
          [this](const jobs::Change& change) { tell(change); },
          [this] { tell_missed(); }) {
}

JobStore::~JobStore() = default;

void JobStore::listen(jobs::StoreEvents events) {
  const std::unique_lock lock(events_mutex_);
  events_ = std::move(events);
}

void JobStore::tell(const jobs::Change& change) const {
  const std::shared_lock lock(events_mutex_);
  if (events_.changed) events_.changed(change);
}

void JobStore::tell_work(const std::string& queue) const {
  const std::shared_lock lock(events_mutex_);
  if (events_.may_be_work) events_.may_be_work(queue);
}

void JobStore::tell_missed() const {
  const std::shared_lock lock(events_mutex_);
  if (events_.missed) events_.missed();
}

std::string JobStore::now() const {
  if (config_.clock_of_server) return "0";
  return std::to_string(
      std::chrono::floor<std::chrono::milliseconds>(clock_.wall()).time_since_epoch().count());
}

// Random, so that none of a flushed server comes again.
std::uint64_t JobStore::fence() const {
  const auto bytes = random_(sizeof(std::uint64_t));
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), std::min(bytes.size(), sizeof number));
  return number;
}

Task<Result<std::vector<jobs::Enqueued>>> JobStore::enqueue(std::vector<jobs::IdentifiedJob> jobs) {
  Command own{std::to_string(jobs.size())};
  for (const auto& one : jobs) {
    own.insert(own.end(),
               {one.id,
                one.job.kind,
                one.job.queue,
                resque_job_text(one),
                one.job.once,
                one.job.priority == jobs::Priority::urgent ? "1" : "0",
                std::to_string(one.job.attempts_max),
                one.job.not_before ? text(*one.job.not_before) : "0"});
  }
  CO_TRY(
      const auto reply,
      co_await line_.run(
          kEnqueueJobsScript, {now(), std::to_string(config_.limits.queue_max)}, std::move(own)));
  if (reply[0].text() == "full") {
    co_return fail(FailureKind::busy,
                   fmt::format("The queue of jobs is full ({} waiting)", config_.limits.queue_max));
  }
  std::vector<jobs::Enqueued> enqueued;
  for (std::size_t i = 1; i + 1 < reply.size(); i += 2) {
    enqueued.push_back({std::string(reply[i].text()), reply[i + 1].text() == "1"});
  }
  co_return enqueued;
}

// In the order that the script wants.
Command JobStore::reservation(const jobs::Reservation& asked) const {
  Command arguments{now(),
                    iso_time(clock_.wall()),
                    std::to_string(asked.lease.count()),
                    std::to_string(config_.attempts_max_of_others),
                    std::to_string(asked.queues.size())};
  arguments.insert(arguments.end(), asked.queues.begin(), asked.queues.end());
  for (const auto& worker : asked.workers) {
    arguments.insert(arguments.end(),
                     {worker,
                      full_name(worker, asked.queues),
                      std::to_string(fence()),
                      jobs::new_job_id(random_)});
  }
  return arguments;
}

Task<Result<std::vector<jobs::Reserved>>> JobStore::reserve(jobs::Reservation asked) {
  CO_TRY(const auto reply, co_await line_.run(kReserveJobsScript, reservation(asked)));
  if (reply[0].text() == "paused") {
    const std::scoped_lock lock(mutex_);
    paused_ = asked.queues;
    co_return std::vector<jobs::Reserved>();
  }
  std::vector<jobs::Reserved> reserved;
  for (std::size_t i = 1; i + 6 < reply.size(); i += 7) {
    jobs::Reserved one{.lease = {.id = std::string(reply[i].text()),
                                 .fence = number_in(reply[i + 1].text()),
                                 .worker = std::string(reply[i + 6].text())},
                       .queue = std::string(reply[i + 2].text()),
                       .attempt = static_cast<std::uint32_t>(number_in(reply[i + 4].text())),
                       .attempts_max = static_cast<std::uint32_t>(number_in(reply[i + 5].text()))};
    const auto job = read_resque_job(reply[i + 3].text());
    if (!job) {
      CO_TRY_VOID(co_await refuse(std::move(one.lease)));
      continue;
    }
    one.kind = job->kind;
    one.arguments = arguments_without_id(job->arguments, one.lease.id);
    reserved.push_back(std::move(one));
  }
  if ((reply.size() - 1) / 7 < asked.workers.size()) {
    watch(asked.queues);
  } else if (reserved.size() < asked.workers.size()) {
    // What was no job has left somebody idle.
    for (const auto& queue : asked.queues) tell_work(queue);
  }
  co_return reserved;
}

Task<Result<bool>> JobStore::refuse(jobs::Lease lease) {
  return settle(std::move(lease),
                jobs::Failed{{"MalformedJob", "What stood in the queue is not a job"}});
}

JobStore::Call JobStore::settling(const jobs::Lease& lease, const jobs::Outcome& outcome) const {
  auto done_max = std::to_string(config_.limits.done_max);
  if (const auto* done = std::get_if<jobs::Done>(&outcome)) {
    return {.script = &kJobDoneScript,
            .arguments = {now(), std::move(done_max)},
            .own = {lease.id, std::to_string(lease.fence), done->result}};
  }
  Command front{now(), lease.id, std::to_string(lease.fence)};
  const auto with = [&front](const Script& script, Command more) {
    front.insert(front.end(), more.begin(), more.end());
    return Call{&script, std::move(front)};
  };
  if (const auto* failed = std::get_if<jobs::Failed>(&outcome)) {
    return with(kJobFailedScript,
                {std::to_string(config_.limits.failed_max),
                 failed->error.kind,
                 failed->error.sentence,
                 failure_suffix(failed->error, clock_.wall())});
  }
  if (const auto* again = std::get_if<jobs::RetryAt>(&outcome)) {
    return with(kJobAgainScript, {text(again->at), again->error.kind, again->error.sentence});
  }
  if (std::holds_alternative<jobs::HandedBack>(outcome)) return with(kJobBackScript, {});
  return with(kJobStoppedScript, {std::move(done_max)});
}

Task<Result<bool>> JobStore::done(Call call) {
  CO_TRY(const auto reply,
         co_await line_.run(*call.script, std::move(call.arguments), std::move(call.own)));
  co_return reply[0].text() == "yes";
}

Task<Result<bool>> JobStore::settle(jobs::Lease lease, jobs::Outcome outcome) {
  return done(settling(lease, outcome));
}

Task<Result<bool>> JobStore::note(jobs::Lease lease, jobs::Progress progress) {
  return done({&kNoteJobScript,
               {now(),
                lease.id,
                std::to_string(lease.fence),
                std::to_string(progress.percent),
                std::move(progress.word)}});
}

Task<Result<std::optional<jobs::Job>>> JobStore::look(jobs::JobId id) {
  CO_TRY(const auto reply, co_await line_.run(kLookJobScript, {now(), id}));
  if (reply[0].text() != "ok") co_return std::nullopt;
  auto job = job_in(reply.view(), id);
  co_return job;
}

Task<Result<jobs::Overview>> JobStore::overview() {
  CO_TRY(const auto reply, co_await line_.run(kJobOverviewScript, {now()}));
  co_return overview_in(reply.view());
}

Task<Result<jobs::JobPage>> JobStore::failed(std::size_t offset, std::size_t limit) {
  CO_TRY(const auto reply,
         co_await line_.run(kFailedJobsScript,
                            {now(), std::to_string(offset), std::to_string(limit)}));
  co_return failed_in(reply.view());
}

Task<Result<jobs::JobPage>> JobStore::delayed(std::size_t offset, std::size_t limit) {
  CO_TRY(const auto reply,
         co_await line_.run(kDelayedJobsScript,
                            {now(), std::to_string(offset), std::to_string(limit)}));
  co_return delayed_in(reply.view());
}

}  // namespace vitrine::store::redis
