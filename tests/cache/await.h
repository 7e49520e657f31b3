// Runs one task to its end, for tests that are not coroutines themselves.
#pragma once

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "runtime/task.h"
#include "runtime/task_group.h"

namespace vitrine::testing {

template <class T>
Task<void> keep_answer(Task<T> task, std::optional<T>& answer) {
  answer.emplace(co_await std::move(task));
}

// On the calling thread. An exception that leaves the task is thrown again.
template <class T>
auto await(Task<T> task) {
  boost::asio::io_context loop(1);
  std::exception_ptr thrown;
  TaskGroup tasks([&thrown](const std::string&, std::exception_ptr e) { thrown = std::move(e); });
  if constexpr (std::is_void_v<T>) {
    tasks.start(loop.get_executor(), "test", std::move(task));
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
  } else {
    std::optional<T> answer;
    tasks.start(loop.get_executor(), "test", keep_answer(std::move(task), answer));
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    if (!answer) throw std::logic_error("the task never ended");
    return std::move(*answer);
  }
}

}  // namespace vitrine::testing
