// Records that are in Redis and that this instance has not read back yet: they are answered when
// they have been applied, so that whoever has his answer also finds his record counted.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>

#include "failure/failure.h"
#include "store/redis/append.h"

namespace vitrine::store::redis {

// Lives on: any thread (mutex).
class Unapplied {
 public:
  // Changes with each fail_all(). To be taken before a record is sent to Redis.
  std::uint64_t generation() const;
  // Redis has given the record this position. Positions grow. It is answered at once when it was
  // applied before, and fails when fail_all() was called since `generation`.
  void add(tallies::Position position, std::uint64_t generation, std::unique_ptr<Append> append);
  // Everything up to here was applied.
  void applied(tallies::Position position);
  // It is not known when these will be read back, or whether they are still there.
  void fail_all(const Failure& failure);
  // False when there was still something at `end`.
  bool wait_until_none(std::chrono::steady_clock::time_point end);

 private:
  struct Waiting {
    tallies::Position position;
    std::unique_ptr<Append> append;
  };

  mutable std::mutex mutex_;
  std::condition_variable none_;
  std::deque<Waiting> waiting_;
  tallies::Position applied_ = 0;
  std::uint64_t generation_ = 0;
  Failure last_failure_{FailureKind::unavailable, {}, {}};
};

}  // namespace vitrine::store::redis
