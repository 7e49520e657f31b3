#include "jobs/jobs.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include "failure/check.h"
#include "jobs/minute_counts.h"
#include "jobs/waiters.h"

namespace vitrine::jobs {

namespace {

constexpr std::size_t kEnqueuedAtOnceMax = 1000;
constexpr std::size_t kOnceBytesMax = 128;

}  // namespace

Jobs::Jobs(const Config& config,
           JobStore& store,
           const Clock& clock,
           Random random,
           observe::Metrics& metrics)
    : config_(config),
      store_(store),
      random_(std::move(random)),
      waiters_(std::make_shared<Waiters>(config.waiters_max)),
      counts_(std::make_unique<MinuteCounts>(clock)),
      enqueued_(metrics.counter("vitrine_jobs_enqueued_total", "Jobs that were put into queues")),
      joined_(metrics.counter("vitrine_jobs_joined_total", "Jobs that joined an equal one")),
      refused_(metrics.counter("vitrine_jobs_refused_total",
                               "Jobs refused because too many waited, and waits likewise")) {
  metrics.gauge(
      "vitrine_jobs_waiters", "Requests that wait for the end of a job", {}, [waiters = waiters_] {
        return static_cast<double>(waiters->size());
      });
  store_.listen({.may_be_work = [this](const std::string& queue) { may_be_work(queue); },
                 .changed = [this](const Change& change) { changed(change); },
                 .missed = [this] { waiters_->wake_all(); }});
}

Jobs::~Jobs() {
  store_.listen({});
}

void Jobs::on_change(std::function<void(const Change&)> listener) {
  const std::unique_lock lock(listeners_mutex_);
  change_listeners_.push_back(std::move(listener));
}

void Jobs::on_work(std::function<void(const std::string&)> listener) {
  const std::unique_lock lock(listeners_mutex_);
  work_listeners_.push_back(std::move(listener));
}

void Jobs::changed(const Change& change) {
  if (change.state_is_new) counts_->count(change.state);
  if (has_ended(change.state)) waiters_->wake(change.id);
  const std::shared_lock lock(listeners_mutex_);
  for (const auto& listener : change_listeners_) listener(change);
}

void Jobs::may_be_work(const std::string& queue) {
  const std::shared_lock lock(listeners_mutex_);
  for (const auto& listener : work_listeners_) listener(queue);
}

Result<void> Jobs::check_job(const NewJob& job) const {
  check(is_name(job.kind) && is_name(job.queue), "kinds and queues have names");
  check(job.arguments.starts_with("[{") && job.arguments.ends_with(']'),
        "arguments are an array that begins with an object");
  check(job.attempts_max >= 1 && job.once.size() <= kOnceBytesMax, "a job is in its limits");
  if (job.arguments.size() <= config_.arguments_bytes_max) return {};
  return fail(FailureKind::too_large,
              fmt::format("The arguments of a job have {} bytes, and may have {}",
                          job.arguments.size(),
                          config_.arguments_bytes_max));
}

Task<Result<Enqueued>> Jobs::enqueue(NewJob job) {
  std::vector<NewJob> one;
  one.push_back(std::move(job));
  CO_TRY(auto enqueued, co_await enqueue_all(std::move(one)));
  co_return std::move(enqueued.front());
}

Task<Result<std::vector<Enqueued>>> Jobs::enqueue_all(std::vector<NewJob> jobs) {
  check(!jobs.empty() && jobs.size() <= kEnqueuedAtOnceMax, "1 to 1,000 jobs at once");
  std::vector<IdentifiedJob> identified;
  identified.reserve(jobs.size());
  for (auto& job : jobs) {
    CO_TRY_VOID(check_job(job));
    identified.push_back({new_job_id(random_), std::move(job)});
  }
  auto enqueued = co_await store_.enqueue(std::move(identified));
  if (!enqueued) {
    if (enqueued.error().kind == FailureKind::busy) refused_.add();
    co_return enqueued;
  }
  const auto joined = std::ranges::count_if(*enqueued, &Enqueued::joined);
  joined_.add(static_cast<std::uint64_t>(joined));
  enqueued_.add(enqueued->size() - static_cast<std::size_t>(joined));
  co_return enqueued;
}

Task<Result<std::optional<Job>>> Jobs::look(JobId id) {
  return store_.look(std::move(id));
}

// The waiter is there before the first look, so that no end is missed between the two.
Task<Result<std::optional<Job>>> Jobs::wait(JobId id, std::chrono::milliseconds limit) {
  const Executor executor = co_await boost::asio::this_coro::executor;
  auto waiter = waiters_->enter(id, executor);
  if (!waiter) {
    refused_.add();
    co_return std::unexpected(std::move(waiter).error());
  }
  const auto until = std::chrono::steady_clock::now() + limit;
  while (true) {
    CO_TRY(auto job, co_await store_.look(id));
    const bool is_over = !job || has_ended(job->state) || waiters_->ended() ||
                         std::chrono::steady_clock::now() >= until;
    if (is_over) co_return job;
    co_await (*waiter)->until(until);
  }
}

void Jobs::end_waits() {
  waiters_->end();
}

Task<Result<Jobs::Status>> Jobs::overview() {
  CO_TRY(auto overview, co_await store_.overview());
  co_return Status{.overview = std::move(overview), .last_minute = counts_->last_minute()};
}

Task<Result<JobPage>> Jobs::failed(std::size_t offset, std::size_t limit) {
  return store_.failed(offset, limit);
}

Task<Result<JobPage>> Jobs::delayed(std::size_t offset, std::size_t limit) {
  return store_.delayed(offset, limit);
}

Task<Result<bool>> Jobs::retry(JobId id) {
  return store_.retry(std::move(id));
}

Task<Result<bool>> Jobs::remove(JobId id) {
  return store_.remove(std::move(id));
}

Task<Result<bool>> Jobs::cancel(JobId id) {
  return store_.cancel(std::move(id));
}

}  // namespace vitrine::jobs
