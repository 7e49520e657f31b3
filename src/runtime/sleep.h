// co_await sleep_for(duration): suspends the task, blocks nothing.
#pragma once

#include <chrono>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "runtime/task.h"

namespace vitrine {

inline Task<void> sleep_for(std::chrono::steady_clock::duration duration) {
  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Executor>;
  constexpr boost::asio::use_awaitable_t<Executor> kAwait;
  const Executor executor = co_await boost::asio::this_coro::executor;
  Timer timer(executor, duration);
  co_await timer.async_wait(kAwait);
}

}  // namespace vitrine
