// `vitrine serve`: runs the service until a signal ends it.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "http/server.h"
#include "runtime/signals.h"

namespace vitrine::app {

// SIGTERM and SIGINT drain and end. SIGHUP starts this program again on the same sockets with
// `arguments` (the program's name first), waits until it is ready, then drains and ends; when the
// new process does not get ready, this one serves on. Answers the exit code.
int serve(const Config& config,
          std::vector<http::InheritedSocket> inherited,
          const std::vector<std::string>& arguments,
          const Signals& signals);

}  // namespace vitrine::app
