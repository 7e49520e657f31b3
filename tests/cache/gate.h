// A task waits here until the test opens the gate; an open gate stays open.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "runtime/task.h"

namespace vitrine::testing {

// Lives on: any thread (mutex).
class Gate {
 public:
  Task<void> wait() {
    constexpr boost::asio::use_awaitable_t<Executor> kAwait;
    auto start = [this](auto handler) { arrive(std::move(handler)); };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>, void()>(
        std::move(start), kAwait);
  }

  void open() {
    std::vector<std::move_only_function<void()>> waiting;
    {
      const std::scoped_lock lock(mutex_);
      open_ = true;
      waiting.swap(waiting_);
    }
    for (auto& wake : waiting) wake();
  }

  void close() {
    const std::scoped_lock lock(mutex_);
    open_ = false;
  }

  // Blocks the calling thread until `count` tasks have come to the gate, counted from its making.
  void wait_for_arrivals(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return arrivals_ >= count; });
  }

 private:
  template <class Handler>
  void arrive(Handler handler) {
    auto guard = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
    std::move_only_function<void()> wake = [handler = std::move(handler),
                                            guard = std::move(guard)]() mutable {
      auto executor = guard.get_executor();
      boost::asio::post(executor, std::move(handler));
    };
    {
      const std::scoped_lock lock(mutex_);
      ++arrivals_;
      arrived_.notify_all();
      if (!open_) {
        waiting_.push_back(std::move(wake));
        return;
      }
    }
    wake();
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  bool open_ = false;
  std::size_t arrivals_ = 0;
  std::vector<std::move_only_function<void()>> waiting_;
};

}  // namespace vitrine::testing
