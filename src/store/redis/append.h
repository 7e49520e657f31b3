// A record on its way, and the task that waits for it on its loop.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include "failure/result.h"
#include "runtime/task.h"
#include "tallies/log.h"

namespace vitrine::store::redis {

struct Append {
  using Outcome = Result<tallies::Position>;

  std::string record;
  boost::asio::executor_work_guard<Executor> loop;
  std::move_only_function<void(Outcome)> resume;
};

// Resumes the task on its loop. From any thread.
inline void answer(std::unique_ptr<Append> append, Append::Outcome outcome) {
  // The guard stays here until post() has returned: a loop that ran out of work sooner could be
  // destroyed while post() is still waking it.
  const auto loop = std::move(append->loop);
  boost::asio::post(loop.get_executor(),
                    [append = std::move(append), outcome = std::move(outcome)]() mutable {
                      append->resume(std::move(outcome));
                    });
}

}  // namespace vitrine::store::redis
