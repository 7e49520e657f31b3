// Who may fetch now, and who waits: a number of fetches at once, fewer for one host, so that an
// origin that hangs leaves places for the others. First come, first served, past those whose host
// is full.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

#include "failure/result.h"
#include "origin/wakeups.h"
#include "runtime/clock.h"
#include "runtime/task.h"

namespace vitrine::origin {

struct LineLimits {
  std::size_t running_max = 0;
  std::size_t running_per_host_max = 0;
  std::size_t waiting_max = 0;
};

// Lives on: its loop.
class WaitingLine {
 public:
  // A place among those who fetch; the next one comes in when it is destroyed.
  class Place {
   public:
    Place(Place&& other) noexcept
        : line_(std::exchange(other.line_, nullptr)), host_(std::move(other.host_)) {}

    Place& operator=(Place&&) = delete;

    ~Place() {
      if (line_ != nullptr) line_->leave(host_);
    }

   private:
    friend class WaitingLine;

    Place(WaitingLine& line, std::string host) : line_(&line), host_(std::move(host)) {}

    WaitingLine* line_;
    std::string host_;
  };

  WaitingLine(LineLimits limits, Wakeups& wakeups) : limits_(limits), wakeups_(wakeups) {}

  // busy when the line is full, or `until` passes; unavailable when it closes.
  Task<Result<Place>> enter(std::string host, SteadyTime until);

 private:
  struct Waiting {
    Waiting(std::string name, Wakeups& wakeups) : host(std::move(name)), signal(wakeups) {}

    std::string host;
    Signal signal;
    bool admitted = false;
  };

  bool admit(const std::string& host);
  void leave(const std::string& host);

  const LineLimits limits_;
  Wakeups& wakeups_;
  std::size_t running_ = 0;
  std::unordered_map<std::string, std::size_t> running_by_host_;
  std::list<Waiting*> waiting_;
};

}  // namespace vitrine::origin
