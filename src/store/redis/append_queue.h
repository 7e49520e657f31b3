// Records that wait for the next round trip to Redis: many push, one thread takes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "failure/result.h"
#include "store/redis/append.h"

namespace vitrine::store::redis {

struct QueueLimits {
  std::size_t records_max = 65'536;
  std::size_t bytes_max = 64U << 20;
};

// Lives on: any thread (mutex); take() by one.
class AppendQueue {
 public:
  explicit AppendQueue(QueueLimits limits) : limits_(limits) {}

  // Takes the record only when it succeeds. busy: full; unavailable: closed.
  Result<void> push(std::unique_ptr<Append>& append);
  // What was pushed, in that order, at most `limits` but at least one; waits for it until `end`.
  std::vector<std::unique_ptr<Append>> take(QueueLimits limits,
                                            std::chrono::steady_clock::time_point end);
  // What was pushed before can still be taken.
  void close();
  // Closed, and everything taken.
  bool drained() const;

 private:
  const QueueLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Append>> queue_;
  std::size_t bytes_ = 0;
  bool waiting_ = false;
  bool closed_ = false;
};

}  // namespace vitrine::store::redis
