// `vitrine replay` and `vitrine generate`: purchases from a feed, or made up, to a server or to
// standard output.
#pragma once

#include "app/arguments.h"
#include "app/config.h"
#include "runtime/signals.h"

namespace vitrine::app {

// The commands' own flags, for parse_arguments.
inline const std::vector<std::string> kReplayFlags = {"speed", "loop!", "to", "key", "state"};
inline const std::vector<std::string> kGenerateFlags = {
    "rate", "seed", "count", "start", "to", "key"};

// Both answer the exit code: 0 when all was sold or a signal ended it, 1 when something was refused
// or the server takes nothing from us, 2 for flags that make no sense.

// Plays a file, or a URL that is asked again and again. Progress on standard error: a bar on a
// terminal, a line every few seconds elsewhere.
int run_replay(const Config& config, const Arguments& arguments, const Signals& signals);

// With --count all at once; without it as time passes, until a signal ends it.
int run_generate(const Config& config, const Arguments& arguments, const Signals& signals);

}  // namespace vitrine::app
