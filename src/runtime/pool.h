// A fixed number of named threads for work that must not run on an event loop: pictures (CPU) and
// files (blocking). The queue in front is unbounded on purpose: whoever submits has passed an
// Admission (admission.h) or is itself bounded.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vitrine {

struct PoolOptions {
  std::string name;
  std::size_t threads = 1;
  // Added to the niceness of the threads, so that pictures yield to sockets.
  int nice = 0;
};

// Lives on: any thread (mutex). Event loops that await its work (run_on.h) outlive it.
class Pool {
 public:
  explicit Pool(const PoolOptions& options);
  // Runs what was submitted, then joins.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // First come, first served. `work` must not throw; run_on (run_on.h) carries exceptions back.
  void submit(std::move_only_function<void()> work);

  std::size_t threads() const { return threads_.size(); }

 private:
  void run(const PoolOptions& options);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::move_only_function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace vitrine
