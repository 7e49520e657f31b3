#include "runtime/task_group.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>

namespace vitrine {

TaskGroup::TaskGroup(OnException on_exception) : on_exception_(std::move(on_exception)) {
}

void TaskGroup::start(const Executor& executor, std::string name, Task<void> task) {
  {
    const std::scoped_lock lock(mutex_);
    ++running_;
  }
  boost::asio::co_spawn(
      executor, std::move(task), [this, name = std::move(name)](std::exception_ptr thrown) {
        ended(name, std::move(thrown));
      });
}

std::size_t TaskGroup::running() const {
  const std::scoped_lock lock(mutex_);
  return running_;
}

bool TaskGroup::wait_for(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return all_ended_.wait_for(lock, limit, [this] { return running_ == 0; });
}

void TaskGroup::wait() {
  std::unique_lock lock(mutex_);
  all_ended_.wait(lock, [this] { return running_ == 0; });
}

void TaskGroup::ended(const std::string& name, std::exception_ptr thrown) {
  if (thrown && on_exception_) on_exception_(name, std::move(thrown));
  const std::scoped_lock lock(mutex_);
  --running_;
  all_ended_.notify_all();
}

}  // namespace vitrine
