#include "tallies/gatherer.h"

#include <chrono>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>

namespace vitrine::tallies {

namespace {

// Room for one more operation below Log::kRecordBytesMax.
constexpr std::size_t kRecordFull = Log::kRecordBytesMax / 2;

// A record of so many events is a crowd: what comes right behind it waits for company, so that a
// commit is paid for by many. A lone event never waits.
constexpr std::size_t kCrowd = 4;
constexpr std::chrono::microseconds kPace{500};

using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>,
                                                Executor>;

constexpr auto kAwait = boost::asio::as_tuple(boost::asio::deferred);

}  // namespace

Gatherer::Gatherer(Executor loop, Log& log, TaskGroup& tasks, std::size_t waiting_max)
    : loop_(std::move(loop)), log_(log), tasks_(tasks), waiting_max_(waiting_max) {
}

Result<void> Gatherer::put(const Operation& operation) {
  if (waiting_.size() + under_way_ >= waiting_max_ || record_.size() >= kRecordFull) {
    return fail(FailureKind::busy,
                "The store is behind: " + std::to_string(waiting_.size() + under_way_) +
                    " events wait for it; at most " + std::to_string(waiting_max_));
  }
  put_operation(record_, operation);
  return {};
}

void Gatherer::wait(Waiter waiter) {
  waiting_.push_back(std::move(waiter));
  if (std::exchange(appending_, true)) return;
  // Behind everything that is ready now, so that what came in one wave is one record.
  boost::asio::post(loop_, [this] { tasks_.start(loop_, "tallies", append_all()); });
}

Task<void> Gatherer::append_all() {
  while (!waiting_.empty()) {
    auto waiting = std::exchange(waiting_, {});
    const auto until = std::chrono::steady_clock::now() + kPace;
    under_way_ = waiting.size();
    const auto appended = co_await log_.append(std::exchange(record_, {}));
    under_way_ = 0;
    for (auto& waiter : waiting) {
      if (appended) {
        std::move(waiter)(Result<void>());
      } else {
        std::move(waiter)(Result<void>(std::unexpected(appended.error())));
      }
    }
    const bool straggle = waiting.size() >= kCrowd && waiting_.size() < waiting.size();
    if (straggle) co_await let_stragglers_come(until);
  }
  appending_ = false;
}

Task<void> Gatherer::let_stragglers_come(SteadyTime until) {
  // Nearly always the answers took longer than that. Then one look at the sockets is enough: what
  // it finds is behind the first post and in front of the second. A timer costs more than both.
  if (std::chrono::steady_clock::now() < until) {
    Timer pace(loop_, until);
    co_await pace.async_wait(kAwait);
    co_return;
  }
  co_await boost::asio::post(loop_, kAwait);
  co_await boost::asio::post(loop_, kAwait);
}

}  // namespace vitrine::tallies
