#include "store/redis/append_queue.h"

#include <utility>

#include <fmt/format.h>

namespace vitrine::store::redis {

Result<void> AppendQueue::push(std::unique_ptr<Append>& append) {
  const std::scoped_lock lock(mutex_);
  if (closed_) return fail(FailureKind::unavailable, "The store is stopping");
  const auto bytes = append->record.size();
  const bool fits = queue_.empty() || bytes_ + bytes <= limits_.bytes_max;
  if (queue_.size() >= limits_.records_max || !fits) {
    return fail(FailureKind::busy,
                fmt::format("Too much waits to be written ({} records); try again", queue_.size()));
  }
  bytes_ += bytes;
  queue_.push_back(std::move(append));
  // A thread that is at work looks by itself when it comes back.
  if (waiting_) wake_.notify_one();
  return {};
}

std::vector<std::unique_ptr<Append>> AppendQueue::take(QueueLimits limits,
                                                       std::chrono::steady_clock::time_point end) {
  std::unique_lock lock(mutex_);
  waiting_ = true;
  wake_.wait_until(lock, end, [this] { return closed_ || !queue_.empty(); });
  waiting_ = false;
  std::vector<std::unique_ptr<Append>> taken;
  std::size_t bytes = 0;
  while (!queue_.empty() && taken.size() < limits.records_max) {
    const auto next = queue_.front()->record.size();
    if (!taken.empty() && bytes + next > limits.bytes_max) break;
    bytes += next;
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  bytes_ -= bytes;
  return taken;
}

void AppendQueue::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  wake_.notify_one();
}

bool AppendQueue::drained() const {
  const std::scoped_lock lock(mutex_);
  return closed_ && queue_.empty();
}

}  // namespace vitrine::store::redis
