// The event loop that a task runs on, and how to come back to it from elsewhere.
#pragma once

#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include "runtime/task.h"

namespace vitrine {

inline Task<Executor> this_loop() {
  co_return co_await boost::asio::this_coro::executor;
}

// Runs `work` on that loop, later; from any thread.
template <class Work>
void post_to(const Executor& loop, Work work) {
  boost::asio::post(loop, std::move(work));
}

}  // namespace vitrine
