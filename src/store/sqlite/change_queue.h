// Changes on their way to the writer's thread: many push, one takes all at once. Pushing is one
// exchange of a pointer; only a writer that sleeps is woken through the kernel.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

#include "failure/result.h"
#include "store/sqlite/change.h"

namespace vitrine::store::sqlite {

struct QueueLimits {
  // Both count until the change has been answered.
  std::size_t changes_max = 65'536;
  std::size_t bytes_max = 64U << 20;
};

// Lives on: any thread (atomics); take, wait and close by the writer only.
class ChangeQueue {
 public:
  explicit ChangeQueue(QueueLimits limits) : limits_(limits) {}

  // What is still in it is destroyed.
  ~ChangeQueue();
  ChangeQueue(const ChangeQueue&) = delete;
  ChangeQueue& operator=(const ChangeQueue&) = delete;

  enum class Limit : bool { kept, ignored };

  // Takes the change only when it succeeds. busy: the queue is full. unavailable: it is closed.
  // `ignored` is for callers that block, of which there are few.
  Result<void> push(std::unique_ptr<Change>& change, Limit limit = Limit::kept);

  // Everything that was pushed, in that order.
  ChangeList take();
  // Sleeps until something is pushed, wake() is called or `limit` has passed.
  void wait(std::chrono::milliseconds limit);
  // From any thread.
  void wake();
  // The last take(): what is pushed afterwards is refused.
  ChangeList close();

  // Gives back what these changes held of the limits.
  void answered(std::size_t changes, std::size_t bytes);

  std::size_t changes() const { return changes_.load(std::memory_order_relaxed); }

 private:
  Result<void> enter(std::size_t bytes, Limit limit);
  static ChangeList in_order(Change* newest);
  void rouse();

  const QueueLimits limits_;
  std::atomic<std::size_t> changes_{0};
  std::atomic<std::size_t> bytes_{0};
  // The newest change, linked to the one before it; or nullptr, or one of the two marks of the
  // .cpp.
  std::atomic<Change*> newest_{nullptr};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool roused_ = false;
};

}  // namespace vitrine::store::sqlite
