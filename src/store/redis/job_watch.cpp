#include "store/redis/job_watch.h"

#include <chrono>
#include <utility>

namespace vitrine::store::redis {

namespace {

// A server that has gone without a word is noticed after this time.
constexpr int kWaitSeconds = 5;
constexpr Timeouts kTimeouts{.answer = std::chrono::seconds{kWaitSeconds + 5}};
constexpr std::chrono::seconds kPause{1};

}  // namespace

JobWatch::JobWatch(RedisAddress address, std::string key, std::function<void()> found)
    : key_(std::move(key)),
      found_(std::move(found)),
      connection_(std::move(address), kTimeouts),
      thread_({.name = "redis-watch", .threads = 1}) {
  thread_.submit([this] { run(); });
}

JobWatch::~JobWatch() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  connection_.interrupt();
}

void JobWatch::arm() {
  {
    const std::scoped_lock lock(mutex_);
    armed_ = true;
  }
  wake_.notify_all();
}

bool JobWatch::wait_until_armed() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return armed_ || stopping_; });
  return !stopping_;
}

void JobWatch::pause() {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, kPause, [this] { return stopping_; });
}

void JobWatch::run() {
  while (wait_until_armed()) {
    if (!connection_.is_open() && !connection_.open()) {
      pause();
      continue;
    }
    const auto reply =
        connection_.call({"BLMOVE", key_, key_, "LEFT", "LEFT", std::to_string(kWaitSeconds)});
    if (!reply) {
      pause();
      continue;
    }
    if (reply->view().is_nil()) continue;
    {
      const std::scoped_lock lock(mutex_);
      armed_ = false;
    }
    found_();
  }
}

}  // namespace vitrine::store::redis
