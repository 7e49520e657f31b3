// Does what waits in queues: so many jobs at once, each held by a lease that is renewed on a thread
// of its own, which neither pictures nor slow sockets can block.
//
//   may_be_work -> reserve -> the function of the kind -> settle -> the next one
//
// A failure that may pass is tried again later (retry_rule.h), any other one is for good.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "failure/result.h"
#include "jobs/job_store.h"
#include "jobs/jobs.h"
#include "jobs/run.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/event_loop.h"
#include "runtime/task.h"
#include "runtime/task_group.h"

namespace vitrine::jobs {

// Gives the result, at most kResultBytesMax, or why there is none. Runs on the loop of the workers,
// which it may not block. It may be called again for a job that it has done before, also while it
// still does it somewhere else: what it makes appears whole, and is the same each time.
using Work = std::function<Task<Result<std::string>>(JobRun& run)>;

inline constexpr std::size_t kResultBytesMax = 4096;

struct WorkersConfig {
  // A name (is_name); workers are called `label:process+n`, n from 1 on.
  std::string label = "vitrine";
  long process = 0;
  // An earlier one comes before a later one.
  std::vector<std::string> queues;
  // Jobs at once.
  std::size_t concurrency = 2;
  std::chrono::milliseconds lease{30'000};
  // Resque's tools want to hear of a worker every five seconds.
  std::chrono::milliseconds heartbeat{5'000};
  std::chrono::milliseconds tend{1'000};
  // After a failure of the store.
  std::chrono::milliseconds store_pause{1'000};
  // How long stop() lets jobs come to their end.
  std::chrono::milliseconds grace{20'000};
};

// Lives on: any thread, but for start and stop: its owner's. Store and jobs outlive it.
class Workers {
 public:
  Workers(WorkersConfig config,
          JobStore& store,
          Jobs& jobs,
          const Clock& clock,
          Random random,
          observe::Metrics& metrics,
          observe::Log& log);
  // Stops, and waits for what is still running.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Before start(). A job of a kind that was not added fails with the error "UnknownKind".
  void add_kind(std::string kind, Work work);

  void start();
  // Begins no more; waits for what runs, up to the grace; asks the rest to stop and hands it back,
  // so that it runs somewhere else at once. Blocks. No loop that a Work awaits ends before it.
  void stop();

  std::size_t running() const { return runs_.size(); }

 private:
  struct Counters {
    explicit Counters(observe::Metrics& metrics);
    observe::Counter& done;
    observe::Counter& failed;
    observe::Counter& retried;
    observe::Counter& returned;
    observe::Counter& lost;
    observe::Histogram& seconds;
  };

  // Where others leave word; it may outlive the workers.
  class Inbox;

  // Any thread.
  void announce_work();
  void announce_progress();
  void cancel(const JobId& id);

  // The loop of the workers only.
  Task<void> take();
  Task<void> arrive();
  Task<void> take_some();
  void begin(Reserved reserved);
  Task<void> do_one(std::shared_ptr<JobRun> run);
  Task<Outcome> attempt(JobRun& run);
  Task<void> settle(const JobRun& run, const Outcome& outcome);
  Task<void> send_progress();
  Task<void> pause(std::chrono::milliseconds limit);
  Outcome outcome_of(const JobRun& run, Result<std::string> result);
  void note_end(const JobRun& run, const Outcome& outcome);

  // The loop of the heartbeat only.
  Task<void> beat_for_ever();
  Task<bool> beat();
  Task<void> tend_for_ever();
  Task<void> hand_back();
  Task<void> leave();

  void run_on_heartbeat(Task<void> task);
  TaskGroup::OnException report();

  using Timer =
      boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                        boost::asio::wait_traits<std::chrono::steady_clock>,
                                        Executor>;

  const WorkersConfig config_;
  JobStore& store_;
  const Clock& clock_;
  const Random random_;
  observe::Log& log_;
  Counters counters_;
  Runs runs_;
  std::map<std::string, Work, std::less<>> kinds_;
  std::vector<std::string> names_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> beats_end_{false};
  std::atomic<bool> work_announced_{false};
  std::atomic<bool> progress_announced_{false};
  bool started_ = false;
  bool stopped_ = false;

  TaskGroup takers_;
  TaskGroup tasks_;
  TaskGroup beats_;
  EventLoop loop_;
  EventLoop heartbeat_;
  std::shared_ptr<Inbox> inbox_;

  // The loop of the workers only.
  std::vector<std::string> idle_;
  bool maybe_more_ = true;
  bool arrived_ = false;
  Timer waiting_;
  // The loop of the heartbeat only.
  Timer next_beat_;
  Timer next_tend_;
};

}  // namespace vitrine::jobs
