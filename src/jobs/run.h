// One attempt at a job, as its function sees it, and all that are under way.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "jobs/job_store.h"
#include "runtime/clock.h"

namespace vitrine::jobs {

// Lives on: any thread (mutex). Alive while its function runs.
class JobRun {
 public:
  JobRun(Reserved reserved, SteadyTime begun, std::function<void()> on_progress)
      : reserved_(std::move(reserved)), begun_(begun), on_progress_(std::move(on_progress)) {}

  const JobId& id() const { return reserved_.lease.id; }

  const std::string& kind() const { return reserved_.kind; }

  const std::string& arguments() const { return reserved_.arguments; }

  const Reserved& reserved() const { return reserved_; }

  SteadyTime begun() const { return begun_; }

  // Shown to whoever looks; the newest one counts. Does not block.
  void progress(int percent, std::string word);

  // Nobody wants it any more, somebody else has it, or the process ends: what is done from here on
  // is in vain. A function that sees it gives any failure.
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  // For the workers.
  void cancel(Held reason);

  bool was(Held reason) const { return reason_.load() == reason; }

  std::optional<Progress> take_progress();

 private:
  const Reserved reserved_;
  const SteadyTime begun_;
  const std::function<void()> on_progress_;
  std::atomic<bool> cancelled_{false};
  // `yes`: by the stop of the process, or not at all.
  std::atomic<Held> reason_{Held::yes};
  std::mutex mutex_;
  std::optional<Progress> progress_;
};

// Lives on: any thread (mutex).
class Runs {
 public:
  void add(std::shared_ptr<JobRun> run);
  // false: it was not there any more.
  bool remove(const JobRun& run);
  std::vector<std::shared_ptr<JobRun>> all() const;
  std::size_t size() const;
  // Nothing when it does not run here.
  std::shared_ptr<JobRun> of(const JobId& id) const;

 private:
  mutable std::mutex mutex_;
  // By worker, which does one at a time.
  std::map<std::string, std::shared_ptr<JobRun>> runs_;
};

}  // namespace vitrine::jobs
