#include "jobs/workers.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include "failure/check.h"
#include "jobs/workers_inbox.h"

namespace vitrine::jobs {

namespace {

// Nothing is waited for but to be woken.
constexpr std::chrono::hours kLong{1};

}  // namespace

Workers::Counters::Counters(observe::Metrics& metrics)
    : done(metrics.counter("vitrine_jobs_done_total", "Jobs that workers here have done")),
      failed(metrics.counter("vitrine_jobs_failed_total", "Jobs that have failed here for good")),
      retried(metrics.counter("vitrine_jobs_retried_total",
                              "Attempts that failed here and are made again later")),
      returned(metrics.counter("vitrine_jobs_returned_total",
                               "Jobs that were cancelled or handed back while they ran here")),
      lost(metrics.counter("vitrine_jobs_lost_total",
                           "Attempts whose lease had run out before they ended here")),
      seconds(metrics.histogram("vitrine_jobs_seconds", "Time that one attempt took")) {
}

Workers::Workers(WorkersConfig config,
                 JobStore& store,
                 Jobs& jobs,
                 const Clock& clock,
                 Random random,
                 observe::Metrics& metrics,
                 observe::Log& log)
    : config_(std::move(config)),
      store_(store),
      clock_(clock),
      random_(std::move(random)),
      log_(log),
      counters_(metrics),
      takers_(report()),
      tasks_(report()),
      beats_(report()),
      loop_("jobs"),
      heartbeat_("jobs-heartbeat"),
      inbox_(std::make_shared<Inbox>(*this)),
      waiting_(loop_.executor()),
      next_beat_(heartbeat_.executor()),
      next_tend_(heartbeat_.executor()) {
  check(is_name(config_.label) && std::ranges::all_of(config_.queues, is_name),
        "workers and queues have names");
  for (std::size_t n = 1; n <= config_.concurrency; ++n) {
    names_.push_back(fmt::format("{}:{}+{}", config_.label, config_.process, n));
  }
  idle_ = names_;
  jobs.on_work([inbox = inbox_](const std::string& /*queue*/) { inbox->announce_work(); });
  jobs.on_change([inbox = inbox_](const Change& change) {
    if (change.cancel_asked) inbox->cancel(change.id);
  });
}

void Workers::add_kind(std::string kind, Work work) {
  check(!started_ && is_name(kind), "kinds have names, and are added before the start");
  kinds_.insert_or_assign(std::move(kind), std::move(work));
}

TaskGroup::OnException Workers::report() {
  return [this](const std::string& task, const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      log_.error("jobs", fmt::format("{} ended: {}", task, error.what()));
    }
  };
}

void Workers::announce_work() {
  if (work_announced_.exchange(true)) return;
  boost::asio::post(loop_.executor(), [this] {
    work_announced_ = false;
    maybe_more_ = true;
    waiting_.cancel();
  });
}

void Workers::announce_progress() {
  if (progress_announced_.exchange(true)) return;
  tasks_.start(loop_.executor(), "progress of jobs", send_progress());
}

void Workers::cancel(const JobId& id) {
  if (const auto run = runs_.of(id)) run->cancel(Held::cancel);
}

Task<void> Workers::pause(std::chrono::milliseconds limit) {
  constexpr boost::asio::use_awaitable_t<Executor> kAwait;
  waiting_.expires_after(limit);
  boost::system::error_code ignored;
  co_await waiting_.async_wait(boost::asio::redirect_error(kAwait, ignored));
}

Task<void> Workers::take() {
  while (!stopping_) {
    if (!arrived_) {
      co_await arrive();
    } else if (idle_.empty() || !maybe_more_) {
      co_await pause(kLong);
    } else {
      co_await take_some();
    }
  }
}

Task<void> Workers::arrive() {
  std::vector<WorkerPlace> places;
  for (const auto& worker : names_) places.push_back({worker, config_.queues, clock_.wall()});
  const auto arrived = co_await store_.arrive(std::move(places));
  arrived_ = arrived.has_value();
  if (!arrived_) co_await pause(config_.store_pause);
}

Task<void> Workers::take_some() {
  const auto wanted = idle_.size();
  maybe_more_ = false;
  auto reserved =
      co_await store_.reserve({.workers = idle_, .queues = config_.queues, .lease = config_.lease});
  if (!reserved) {
    maybe_more_ = true;
    if (!stopping_) co_await pause(config_.store_pause);
    co_return;
  }
  if (reserved->size() == wanted) maybe_more_ = true;
  for (auto& one : *reserved) begin(std::move(one));
}

void Workers::begin(Reserved reserved) {
  std::erase(idle_, reserved.lease.worker);
  auto run = std::make_shared<JobRun>(
      std::move(reserved), clock_.steady(), [this] { announce_progress(); });
  runs_.add(run);
  tasks_.start(loop_.executor(), "job", do_one(std::move(run)));
}

Task<void> Workers::do_one(std::shared_ptr<JobRun> run) {
  const auto outcome = co_await attempt(*run);
  if (run->was(Held::lost)) {
    counters_.lost.add();
  } else {
    co_await settle(*run, outcome);
  }
  runs_.remove(*run);
  idle_.push_back(run->reserved().lease.worker);
  waiting_.cancel();
}

Task<void> Workers::send_progress() {
  progress_announced_ = false;
  for (const auto& run : runs_.all()) {
    auto progress = run->take_progress();
    // One that is not shown is made up for by the next one.
    if (progress) co_await store_.note(run->reserved().lease, *std::move(progress));
  }
}

}  // namespace vitrine::jobs
