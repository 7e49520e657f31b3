#include "runtime/signals.h"

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

}  // namespace vitrine
