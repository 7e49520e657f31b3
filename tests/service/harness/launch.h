// fork(2) and execve(2) for Process. Between the two only async-signal-safe calls are made, because
// the test has threads.
#pragma once

#include <sys/types.h>

#include "runtime/unique_fd.h"
#include "service/harness/process.h"

namespace vitrine::service {

struct Launched {
  pid_t id = -1;
  // Our ends.
  UniqueFd input;
  UniqueFd output;
  UniqueFd errors;
};

// Throws std::runtime_error when there is no such program or no process can be made.
Launched launch_process(const Launch& launch);

}  // namespace vitrine::service
