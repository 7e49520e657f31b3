// Every long-lived or unawaited task is started here: named, its exception reported, and waited for
// when the service stops. The only user of Asio's `co_spawn`.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <string>

#include "runtime/task.h"

namespace vitrine {

// Lives on: any thread (mutex).
class TaskGroup {
 public:
  // Called on the task's own thread when an exception leaves a task.
  using OnException = std::function<void(const std::string& task, std::exception_ptr thrown)>;

  explicit TaskGroup(OnException on_exception);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  // Starts `task` on `executor`; returns at once.
  void start(const Executor& executor, std::string name, Task<void> task);
  std::size_t running() const;
  // Blocks until every task has ended; false when `limit` passed first. Never on an event loop.
  bool wait_for(std::chrono::milliseconds limit);
  // The same without a limit.
  void wait();

 private:
  void ended(const std::string& name, std::exception_ptr thrown);

  const OnException on_exception_;
  mutable std::mutex mutex_;
  std::condition_variable all_ended_;
  std::size_t running_ = 0;
};

}  // namespace vitrine
