// A listening socket of the test, as a supervisor would open it.
#pragma once

#include <cstdint>

#include "runtime/unique_fd.h"

namespace vitrine::service {

struct Listener {
  UniqueFd fd;
  std::uint16_t port = 0;
};

Listener listen_on_loopback();

}  // namespace vitrine::service
