// What a batch shows, and how much of it is under way at once.
#pragma once

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

#include "failure/failure.h"

namespace vitrine::app {

// On standard error: a bar on a terminal, a line every few seconds elsewhere. Lives on: any thread
// (mutex).
class Progress {
 public:
  enum class Outcome : std::uint8_t { made, kept, failed };

  void add(std::size_t jobs);
  void done(Outcome outcome, const std::string& label, const Failure* failure);
  std::size_t failed() const;
  void finish();

 private:
  void clear_bar() const;
  void show(bool last);

  mutable std::mutex mutex_;
  const bool terminal_ = isatty(STDERR_FILENO) == 1;
  std::chrono::steady_clock::time_point shown_{};
  std::size_t total_ = 0;
  std::size_t counts_[3] = {};
};

// Lets at most `limit` jobs be under way. Lives on: any thread (mutex).
class Window {
 public:
  explicit Window(std::size_t limit) : limit_(limit) {}

  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ < limit_; });
    ++inside_;
  }

  void leave() {
    const std::scoped_lock lock(mutex_);
    --inside_;
    changed_.notify_all();
  }

  void wait_empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ == 0; });
  }

 private:
  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t inside_ = 0;
};

}  // namespace vitrine::app
