// `vitrine work`: does jobs in a process of its own, beside any number of others.
#pragma once

#include <array>

#include "app/arguments.h"
#include "app/config.h"
#include "failure/result.h"
#include "runtime/signals.h"

namespace vitrine::app {

inline constexpr std::array<const char*, 2> kWorkFlags = {"queues", "concurrency"};

// Works until SIGTERM or SIGINT: what runs may come to its end within `drain_seconds`, the rest is
// handed back and runs somewhere else. Answers the exit code. bad_request: the jobs are not on
// Redis, which is where several processes can get at them, or a flag makes no sense.
Result<int> run_work(const Config& config, const Arguments& arguments, const Signals& signals);

}  // namespace vitrine::app
