// What one event loop has counted since its last append, as one record. While an append is under
// way the next record gathers; there is no timer in front of an idle one. After a record of many
// the next one waits for company, half a millisecond at most. So a busy loop hands over once for
// dozens of requests, and a lone request waits for nobody.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "failure/result.h"
#include "runtime/task.h"
#include "runtime/task_group.h"
#include "tallies/log.h"
#include "tallies/operation.h"

namespace vitrine::tallies {

// Lives on: its loop (made and destroyed while the loop does not run).
class Gatherer {
 public:
  // At most `waiting_max` requests wait at once; more are busy.
  Gatherer(Executor loop, Log& log, TaskGroup& tasks, std::size_t waiting_max);
  Gatherer(const Gatherer&) = delete;
  Gatherer& operator=(const Gatherer&) = delete;

  // Ends when the operation is committed. To be called on the loop.
  Task<Result<void>> commit(Operation operation);

  const Executor& loop() const { return loop_; }

 private:
  using Await = boost::asio::use_awaitable_t<Executor>;
  using Waiter = boost::asio::async_result<Await, void(Result<void>)>::handler_type;

  void begin();
  Task<void> append_all();

  const Executor loop_;
  Log& log_;
  TaskGroup& tasks_;
  const std::size_t waiting_max_;
  std::string record_;
  std::vector<Waiter> waiting_;
  std::size_t under_way_ = 0;
  bool appending_ = false;
};

}  // namespace vitrine::tallies
