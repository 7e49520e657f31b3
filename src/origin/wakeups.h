// How tasks of the origin loop wait for one another: each has a signal, waits on it until a time,
// and then looks at what has changed. Closing wakes all of them at once, so that the loop can end
// without waiting for slow origins.
#pragma once

#include <unordered_set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "runtime/clock.h"
#include "runtime/task.h"

namespace vitrine::origin {

class Signal;

// Lives on: its loop.
class Wakeups {
 public:
  explicit Wakeups(Executor executor) : executor_(std::move(executor)) {}

  Executor executor() const { return executor_; }

  bool closed() const { return closed_; }

  // Every wait ends now, also those that begin later.
  void close();

 private:
  friend class Signal;
  Executor executor_;
  bool closed_ = false;
  std::unordered_set<Signal*> signals_;
};

// Lives on: its loop. One task waits for it; any other task of the loop may notify. A notification
// that nobody waits for is lost, so the waiting task looks before it waits.
class Signal {
 public:
  explicit Signal(Wakeups& wakeups) : wakeups_(wakeups), timer_(wakeups.executor()) {
    wakeups_.signals_.insert(this);
  }

  ~Signal() { wakeups_.signals_.erase(this); }

  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  void notify() { timer_.cancel(); }

  // May end early; the task looks again. After close() it always does.
  Task<void> wait_until(SteadyTime when) {
    if (wakeups_.closed()) co_return;
    timer_.expires_at(when);
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>()));
  }

 private:
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Executor>;
  Wakeups& wakeups_;
  Timer timer_;
};

inline void Wakeups::close() {
  closed_ = true;
  for (auto* signal : signals_) signal->notify();
}

}  // namespace vitrine::origin
