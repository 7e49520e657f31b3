// Ends the streams of those who may no longer read: a session that was ended, a key that was
// revoked. A stream is asked about when it begins, and then every few seconds.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "endpoints/live_reader.h"
#include "failure/result.h"
#include "runtime/task.h"

namespace vitrine::endpoints {

// Does whoever reads still have the right to? A failure (the store is away) ends nothing.
using StillMay = std::function<Task<Result<bool>>()>;

// Lives on: any thread (mutex); run() on one loop.
class LiveWatch {
 public:
  static constexpr std::chrono::seconds kAskAgain{5};

  // `loop` is the one that the reader lives on.
  void add(std::weak_ptr<LiveReader> reader, Executor loop, StillMay still_may);

  // Asks every kAskAgain, until stop().
  Task<void> run();

  void stop() { stopping_ = true; }

  // One round.
  Task<void> ask_all();

  std::size_t watched() const;

 private:
  struct Watched {
    std::weak_ptr<LiveReader> reader;
    Executor loop;
    StillMay still_may;
  };

  std::vector<std::shared_ptr<const Watched>> those_who_read();

  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<const Watched>> watched_;
  std::atomic<bool> stopping_{false};
};

}  // namespace vitrine::endpoints
