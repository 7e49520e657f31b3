#include "runtime/signals.h"

#include <algorithm>
#include <cerrno>

#include "failure/check.h"

namespace vitrine {

Signals::Signals() {
  sigemptyset(&set_);
  sigaddset(&set_, SIGTERM);
  sigaddset(&set_, SIGINT);
  sigaddset(&set_, SIGHUP);
  check(pthread_sigmask(SIG_BLOCK, &set_, nullptr) == 0, "pthread_sigmask failed");
  std::signal(SIGPIPE, SIG_IGN);
}

int Signals::wait() const {
  int signal = 0;
  check(sigwait(&set_, &signal) == 0, "sigwait failed");
  return signal;
}

std::optional<int> Signals::wait_for(std::chrono::milliseconds time) const {
  const auto until = std::chrono::steady_clock::now() + time;
  while (true) {
    const auto left = std::max(until - std::chrono::steady_clock::now(),
                               std::chrono::steady_clock::duration::zero());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    timespec wait{};
    wait.tv_sec = seconds.count();
    wait.tv_nsec = std::chrono::nanoseconds(left - seconds).count();
    const int signal = sigtimedwait(&set_, nullptr, &wait);
    if (signal > 0) return signal;
    if (errno == EAGAIN) return std::nullopt;
    check(errno == EINTR, "sigtimedwait failed");
  }
}

}  // namespace vitrine
