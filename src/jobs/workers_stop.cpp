// The heartbeat of the workers, their start and their stop.
#include <exception>
#include <future>
#include <memory>
#include <tuple>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "jobs/workers.h"
#include "jobs/workers_inbox.h"

namespace vitrine::jobs {

namespace {

// Tells also when the task throws, which its group reports.
Task<void> tell(Task<void> task, std::shared_ptr<std::promise<void>> done) {
  std::exception_ptr thrown;
  try {
    co_await std::move(task);
  } catch (...) {
    thrown = std::current_exception();
  }
  done->set_value();
  if (thrown) std::rethrow_exception(thrown);
}

Task<void> wait_on(auto& timer, std::chrono::milliseconds limit) {
  constexpr boost::asio::use_awaitable_t<Executor> kAwait;
  timer.expires_after(limit);
  boost::system::error_code ignored;
  co_await timer.async_wait(boost::asio::redirect_error(kAwait, ignored));
}

}  // namespace

Workers::~Workers() {
  stop();
  tasks_.wait();
  inbox_->close();
  if (!started_) return;
  loop_.finish();
  heartbeat_.finish();
}

void Workers::start() {
  started_ = true;
  loop_.start();
  heartbeat_.start();
  takers_.start(loop_.executor(), "taker of jobs", take());
  beats_.start(heartbeat_.executor(), "heartbeat of jobs", beat_for_ever());
  beats_.start(heartbeat_.executor(), "upkeep of jobs", tend_for_ever());
}

void Workers::stop() {
  if (!started_ || std::exchange(stopped_, true)) return;
  stopping_ = true;
  boost::asio::post(loop_.executor(), [this] { waiting_.cancel(); });
  takers_.wait();
  if (!tasks_.wait_for(config_.grace)) run_on_heartbeat(hand_back());
  beats_end_ = true;
  boost::asio::post(heartbeat_.executor(), [this] {
    next_beat_.cancel();
    next_tend_.cancel();
  });
  beats_.wait();
  run_on_heartbeat(leave());
}

void Workers::run_on_heartbeat(Task<void> task) {
  auto done = std::make_shared<std::promise<void>>();
  auto ended = done->get_future();
  beats_.start(heartbeat_.executor(), "stop of jobs", tell(std::move(task), std::move(done)));
  ended.wait();
}

Task<void> Workers::beat_for_ever() {
  while (!beats_end_) {
    const bool beaten = co_await beat();
    if (beats_end_) break;
    co_await wait_on(next_beat_, beaten ? config_.heartbeat : config_.store_pause);
  }
}

Task<bool> Workers::beat() {
  const auto runs = runs_.all();
  std::vector<Lease> leases;
  leases.reserve(runs.size());
  for (const auto& run : runs) leases.push_back(run->reserved().lease);
  const auto held = co_await store_.renew(std::move(leases), names_, config_.lease);
  if (!held) co_return false;
  for (std::size_t i = 0; i < runs.size() && i < held->size(); ++i) {
    if ((*held)[i] != Held::yes) runs[i]->cancel((*held)[i]);
  }
  co_return true;
}

Task<void> Workers::tend_for_ever() {
  while (!beats_end_) {
    std::ignore = co_await store_.tend();
    if (beats_end_) break;
    co_await wait_on(next_tend_, config_.tend);
  }
}

// What ends from here on finds that it is not its own any more.
Task<void> Workers::hand_back() {
  for (const auto& run : runs_.all()) {
    run->cancel(Held::yes);
    std::ignore = co_await store_.settle(run->reserved().lease, HandedBack{});
  }
}

Task<void> Workers::leave() {
  std::ignore = co_await store_.leave(names_);
}

}  // namespace vitrine::jobs
