// What one event loop has counted since its last append, as one record. While an append is under
// way the next record gathers; there is no timer in front of an idle one. After a record of many
// the next one waits for company, half a millisecond at most. So a busy loop hands over once for
// dozens of requests, and a lone request waits for nobody.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include "failure/result.h"
#include "runtime/clock.h"
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

  // To be called on the loop. Takes the operation into the next record, or is busy. What was taken
  // is awaited at once: co_await committed() ends when the record is durable.
  Result<void> put(const Operation& operation);

  auto committed() {
    // Deferred, it needs no coroutine frame of its own; this is the way of every click.
    return boost::asio::async_initiate<const boost::asio::deferred_t, void(Result<void>)>(
        [this](auto waiter) { wait(std::move(waiter)); }, boost::asio::deferred);
  }

  const Executor& loop() const { return loop_; }

 private:
  using Waiter = std::move_only_function<void(Result<void>)>;

  void wait(Waiter waiter);
  Task<void> append_all();
  Task<void> let_stragglers_come(SteadyTime until);

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
