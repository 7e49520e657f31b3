// The signals that steer a service, taken one at a time by the main thread.
#pragma once

#include <chrono>
#include <csignal>
#include <optional>

namespace vitrine {

// Construct first thing in main, before any thread: the mask that it sets is inherited by all of
// them, so that SIGTERM, SIGINT and SIGHUP are delivered to wait() and nowhere else. Ignores
// SIGPIPE, which sendfile(2) on a closed connection would raise.
class Signals {
 public:
  Signals();
  // Blocks until one of them arrives: SIGTERM, SIGINT or SIGHUP.
  int wait() const;
  // The same, or absent when `time` has passed.
  std::optional<int> wait_for(std::chrono::milliseconds time) const;

 private:
  sigset_t set_{};
};

}  // namespace vitrine
