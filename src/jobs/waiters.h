// Who waits for the end of a job: woken when it comes, or by the time.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "failure/result.h"
#include "jobs/job.h"
#include "runtime/clock.h"
#include "runtime/task.h"

namespace vitrine::jobs {

// Lives on: any thread (mutex).
class Waiters {
 public:
  explicit Waiters(std::size_t waiters_max) : waiters_max_(waiters_max) {}

  // One who waits; no more when it is gone. On the loop of the waiting task.
  class Waiter {
   public:
    // Wakes are noticed from now on, also before until().
    Waiter(Waiters& waiters, JobId id, const Executor& executor);
    ~Waiter();
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    // Ends with a wake since the last call, or at the time. The wake is then over.
    Task<void> until(SteadyTime time);

   private:
    friend class Waiters;
    struct State;

    Waiters& waiters_;
    const JobId id_;
    const std::shared_ptr<State> state_;
  };

  // busy: too many wait.
  Result<std::unique_ptr<Waiter>> enter(JobId id, const Executor& executor);

  // Any thread.
  void wake(const JobId& id);
  void wake_all();
  // Wakes everybody, now and whoever comes later.
  void end();
  bool ended() const;

  std::size_t size() const;

 private:
  void leave(const JobId& id, const Waiter& waiter);
  static void wake(const Waiter& waiter);

  const std::size_t waiters_max_;
  mutable std::mutex mutex_;
  std::multimap<JobId, const Waiter*> waiters_;
  std::size_t entered_ = 0;
  bool ended_ = false;
};

}  // namespace vitrine::jobs
