// Restart without a lost request: a new process of this program takes over the listening sockets
// and says when it is ready; only then the old one drains. A listening socket is never closed in
// between, so a connection waits in its queue at worst.
//
// The sockets are passed as sd_listen_fds(3) has it: descriptors 3, 4, … with LISTEN_PID,
// LISTEN_FDS and LISTEN_FDNAMES. Readiness comes back through a pipe whose number is in READY_FD.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "failure/result.h"

namespace vitrine {

struct PassedSocket {
  std::string name;
  int fd = -1;  // stays ours
};

// Starts `program` with `arguments` (the first one is the program's name) and waits until it
// reports ready. unavailable when it cannot be started, ends, or is not ready within `limit` (then
// it is killed); the caller serves on.
Result<pid_t> start_successor(const std::string& program,
                              const std::vector<std::string>& arguments,
                              const std::vector<PassedSocket>& sockets,
                              std::chrono::seconds limit);

// The path of the running program, as it was when this was first called: after an upgrade it names
// the new file. Call once at start.
std::string program_path();

// Did a process before us start us, which waits for us to report ready?
bool has_predecessor();

// Tells whoever started us that we are ready: the process before us by READY_FD, a service manager
// by NOTIFY_SOCKET (sd_notify(3), with our process id, because after a restart we are not its
// child). Does nothing when neither is there.
void report_ready();

}  // namespace vitrine
