#include "store/redis/unapplied.h"

#include <utility>

namespace vitrine::store::redis {

std::uint64_t Unapplied::generation() const {
  const std::scoped_lock lock(mutex_);
  return generation_;
}

void Unapplied::add(tallies::Position position,
                    std::uint64_t generation,
                    std::unique_ptr<Append> append) {
  Append::Outcome outcome = position;
  {
    const std::scoped_lock lock(mutex_);
    if (generation != generation_) {
      outcome = std::unexpected(last_failure_);
    } else if (position > applied_) {
      waiting_.push_back({position, std::move(append)});
      return;
    }
  }
  answer(std::move(append), std::move(outcome));
}

void Unapplied::applied(tallies::Position position) {
  std::deque<Waiting> done;
  {
    const std::scoped_lock lock(mutex_);
    applied_ = position;
    while (!waiting_.empty() && waiting_.front().position <= position) {
      done.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    if (waiting_.empty()) none_.notify_all();
  }
  for (auto& waiting : done) answer(std::move(waiting.append), waiting.position);
}

void Unapplied::fail_all(const Failure& failure) {
  std::deque<Waiting> failed;
  {
    const std::scoped_lock lock(mutex_);
    ++generation_;
    last_failure_ = failure;
    failed.swap(waiting_);
    none_.notify_all();
  }
  for (auto& waiting : failed) answer(std::move(waiting.append), std::unexpected(failure));
}

bool Unapplied::wait_until_none(std::chrono::steady_clock::time_point end) {
  std::unique_lock lock(mutex_);
  return none_.wait_until(lock, end, [this] { return waiting_.empty(); });
}

}  // namespace vitrine::store::redis
