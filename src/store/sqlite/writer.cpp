#include "store/sqlite/writer.h"

#include <algorithm>
#include <future>
#include <tuple>
#include <utility>

#include "failure/check.h"
#include "store/sqlite/call.h"
#include "store/sqlite/group.h"
#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {

namespace {

void tell_outcome(Change& change) {
  if (change.outcome) {
    change.committed();
  } else {
    change.failed(change.outcome.error());
  }
}

}  // namespace

Writer::Counters::Counters(observe::Metrics& metrics)
    : commits(metrics.counter("vitrine_store_commits_total", "Commits of the embedded store")),
      changes(metrics.counter("vitrine_store_changes_total", "Changes in those commits")),
      failed(metrics.counter("vitrine_store_failures_total", "Changes that could not be written")),
      refused(metrics.counter("vitrine_store_refused_total",
                              "Changes refused because too many waited to be written")),
      seconds(metrics.histogram("vitrine_store_commit_seconds", "Time that one commit took")) {
}

Writer::Writer(WriterConfig config, observe::Metrics& metrics, observe::Log& log, Opening opening)
    : config_(std::move(config)),
      counters_(metrics),
      log_(log),
      queue_(config_.queue),
      trouble_("the store is not open yet") {
  if (opening == Opening::now) open();
}

Writer::~Writer() {
  stop();
}

void Writer::open() {
  check(!opened_, "a writer is opened once");
  try {
    store_.emplace(config_.file, config_.durability, config_.lock_wait);
  } catch (const StartError& error) {
    const std::scoped_lock lock(trouble_mutex_);
    trouble_ = "the store cannot be opened. " + error.reason();
    throw;
  }
  {
    const std::scoped_lock lock(trouble_mutex_);
    trouble_.clear();
  }
  const std::scoped_lock lock(stop_mutex_);
  opened_ = true;
  thread_.emplace(PoolOptions{.name = "store", .threads = 1});
  thread_->submit([this] { run(); });
}

Result<void> Writer::push(std::unique_ptr<Change>& change, ChangeQueue::Limit limit) {
  if (!opened_) return fail(FailureKind::unavailable, "The store is not open yet");
  return queue_.push(change, limit);
}

Result<void> Writer::submit(std::unique_ptr<Change>& change) {
  auto pushed = push(change, ChangeQueue::Limit::kept);
  if (!pushed && pushed.error().kind == FailureKind::busy) counters_.refused.add();
  return pushed;
}

void Writer::submit_awaited(std::unique_ptr<Change> change) {
  auto pushed = submit(change);
  if (pushed) return;
  change->outcome = std::move(pushed);
  ChangeList refused;
  refused.push_back(std::move(change));
  answer(std::move(refused));
}

Result<void> Writer::call(std::function<Result<void>(Database&)> work,
                          std::function<void(bool)> outcome) {
  std::promise<Result<void>> done;
  auto future = done.get_future();
  std::unique_ptr<Change> change =
      std::make_unique<Call>(std::move(work), std::move(outcome), done);
  TRY_VOID(push(change, ChangeQueue::Limit::ignored));
  return future.get();
}

void Writer::between_groups(std::function<void()> work) {
  if (!opened_) {
    work();
    return;
  }
  std::promise<void> done;
  {
    std::unique_lock lock(visits_mutex_);
    if (ended_) {
      lock.unlock();
      // The thread may be in the middle of closing the file.
      stop();
      work();
      return;
    }
    visits_.emplace_back([&] {
      work();
      done.set_value();
    });
  }
  has_visits_ = true;
  queue_.wake();
  done.get_future().wait();
}

void Writer::run_visits() {
  std::vector<std::function<void()>> visits;
  {
    const std::scoped_lock lock(visits_mutex_);
    visits.swap(visits_);
  }
  for (const auto& visit : visits) visit();
}

void Writer::add_background(Background& background) {
  backgrounds_.push_back(&background);
}

void Writer::remove_background(Background& background) {
  std::erase(backgrounds_, &background);
}

void Writer::stop() {
  const std::scoped_lock lock(stop_mutex_);
  stopping_ = true;
  queue_.wake();
  // Joins.
  thread_.reset();
}

std::string Writer::trouble() const {
  const std::scoped_lock lock(trouble_mutex_);
  return trouble_;
}

void Writer::run() {
  while (!stopping_) {
    // Asked before the queue is taken, so that a visitor finds everything done that was submitted
    // before he came.
    const bool visited = has_visits_.exchange(false);
    auto group = queue_.take();
    const bool waited = group.empty();
    if (!waited) commit(std::move(group));
    if (visited) run_visits();
    const bool sliced = run_slice();
    if (waited && !visited && !sliced) idle();
  }
  auto rest = queue_.close();
  if (!rest.empty()) commit(std::move(rest));
  {
    const std::scoped_lock lock(visits_mutex_);
    ended_ = true;
  }
  run_visits();
  close();
}

void Writer::commit(ChangeList group) {
  const auto begin = std::chrono::steady_clock::now();
  // Slices may have left it otherwise.
  if (const auto strict = store_->relax(false); strict) {
    commit_group(store_->database(), group);
  } else {
    fail_group(group, strict.error());
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  note_trouble();
  std::size_t bytes = 0;
  std::size_t failed = 0;
  group.each([&](const Change& change) {
    bytes += change.bytes();
    failed += change.outcome ? 0 : 1;
  });
  // Before anybody is told, who may at once submit the next one.
  queue_.answered(group.size(), bytes);
  counters_.commits.add();
  counters_.changes.add(group.size() - failed);
  counters_.failed.add(failed);
  counters_.seconds.observe(took.count());
  group.each(tell_outcome);
  answer(std::move(group));
  checkpoint_over(config_.checkpoint_pages);
}

bool Writer::run_slice() {
  for (auto* background : backgrounds_) {
    auto slice = background->next_slice();
    if (!slice) continue;
    ChangeList alone;
    alone.push_back(std::move(slice));
    // Pages of the log are written in order, so nothing that is committed after this one can be
    // there without it; waiting for the disk would only hold the next group up.
    std::ignore = store_->relax(true);
    commit_group(store_->database(), alone);
    note_trouble();
    alone.each(tell_outcome);
    checkpoint_over(config_.checkpoint_pages);
    return true;
  }
  return false;
}

}  // namespace vitrine::store::sqlite
