// Runs tasks to their end on the calling thread, so that a test can look at what they gave.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "runtime/task.h"
#include "runtime/task_group.h"

namespace vitrine::testing {

template <class T>
Task<void> keep(Task<T> task, std::optional<T>& kept) {
  kept.emplace(co_await std::move(task));
}

// All of them at once, on one loop. What the first one throws is thrown again.
template <class T>
std::vector<T> await_all(std::vector<Task<T>> tasks) {
  std::exception_ptr first;
  std::vector<std::optional<T>> kept(tasks.size());
  boost::asio::io_context context;
  TaskGroup group([&first](const std::string&, std::exception_ptr thrown) {
    if (!first) first = std::move(thrown);
  });
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    group.start(context.get_executor(), "test", keep(std::move(tasks[i]), kept[i]));
  }
  context.run();
  if (first) std::rethrow_exception(first);
  std::vector<T> values;
  values.reserve(kept.size());
  for (auto& value : kept) values.push_back(std::move(value).value());
  return values;
}

template <class T>
T await(Task<T> task) {
  std::vector<Task<T>> one;
  one.push_back(std::move(task));
  return std::move(await_all(std::move(one)).front());
}

inline Task<bool> then_true(Task<void> task) {
  co_await std::move(task);
  co_return true;
}

inline void await(Task<void> task) {
  await(then_true(std::move(task)));
}

}  // namespace vitrine::testing
