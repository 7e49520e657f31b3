// One thread that runs one io_context: a shard of the server, the origin's fetcher, the status
// port. I/O objects made on its context are touched only by its thread; other threads may only
// boost::asio::post to its executor.
#pragma once

#include <optional>
#include <string>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "runtime/task.h"

namespace vitrine {

// Lives on: any thread (start and stop by its owner only).
class EventLoop {
 public:
  // `name` is what `top -H` shows, at most 15 bytes.
  explicit EventLoop(std::string name);
  // Stops and joins.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void start();
  // Ends the loop after the handler that is running, and joins its thread. Suspended tasks are
  // destroyed with the loop.
  void stop();
  // Waits until the loop has nothing left to do, and joins its thread. When all tasks have ended,
  // threads that have resumed one of them may still hold on to the loop for a moment; stop() would
  // pull it away under them.
  void finish();

  Executor executor() { return context_.get_executor(); }

  boost::asio::io_context& context() { return context_; }

  bool on_this_thread() const { return std::this_thread::get_id() == thread_.get_id(); }

 private:
  const std::string name_;
  boost::asio::io_context context_;
  std::optional<boost::asio::executor_work_guard<Executor>> work_;
  std::thread thread_;
};

}  // namespace vitrine
