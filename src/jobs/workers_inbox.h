// Where others leave word for the workers: it may outlive them, for whoever calls is never told.
#pragma once

#include <mutex>

#include "jobs/workers.h"

namespace vitrine::jobs {

// Lives on: any thread (mutex).
class Workers::Inbox {
 public:
  explicit Inbox(Workers& workers) : workers_(&workers) {}

  void announce_work() {
    const std::scoped_lock lock(mutex_);
    if (workers_ != nullptr) workers_->announce_work();
  }

  void cancel(const JobId& id) {
    const std::scoped_lock lock(mutex_);
    if (workers_ != nullptr) workers_->cancel(id);
  }

  // Nothing reaches the workers from here on.
  void close() {
    const std::scoped_lock lock(mutex_);
    workers_ = nullptr;
  }

 private:
  std::mutex mutex_;
  Workers* workers_;
};

}  // namespace vitrine::jobs
