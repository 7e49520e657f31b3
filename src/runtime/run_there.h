// co_await run_there(group, executor, "name", task): runs a task on another event loop and resumes
// on the awaiting one with what it gave. An exception that leaves the task is thrown again where it
// is awaited. The group knows the task while it runs, so its owner can wait for it.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "runtime/task.h"
#include "runtime/task_group.h"

namespace vitrine {

namespace run_there_detail {

template <class T>
using Back = std::move_only_function<void(std::exception_ptr, std::optional<T>)>;

template <class T>
Task<void> carry(Task<T> task, Back<T> back) {
  std::exception_ptr thrown;
  std::optional<T> value;
  try {
    value.emplace(co_await std::move(task));
  } catch (...) {
    thrown = std::current_exception();
  }
  back(thrown, std::move(value));
}

}  // namespace run_there_detail

template <class T>
Task<T> run_there(TaskGroup& group, Executor there, std::string name, Task<T> task) {
  auto start = [&group, there](auto handler, std::string title, Task<T> there_task) {
    auto guard = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
    // The guard stays with `back` until post() has returned: an awaiting loop that ran out of work
    // sooner could be destroyed while post() is still waking it.
    auto back = [handler = std::move(handler), guard = std::move(guard)](
                    std::exception_ptr thrown, std::optional<T> value) mutable {
      boost::asio::post(guard.get_executor(),
                        [handler = std::move(handler),
                         thrown = std::move(thrown),
                         value = std::move(value)]() mutable {
                          std::move(handler)(std::move(thrown), std::move(value));
                        });
    };
    group.start(there,
                std::move(title),
                run_there_detail::carry<T>(std::move(there_task), std::move(back)));
  };
  constexpr boost::asio::use_awaitable_t<Executor> kAwait;
  std::optional<T> value =
      co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>,
                                           void(std::exception_ptr, std::optional<T>)>(
          std::move(start), kAwait, std::move(name), std::move(task));
  co_return std::move(*value);
}

}  // namespace vitrine
