// `vitrine key` and `vitrine account`: what operators do with keys and people on the command line,
// while Vitrine runs or not.
#pragma once

#include "app/arguments.h"
#include "app/config.h"
#include "failure/result.h"

namespace vitrine::app {

// create NAME --scopes SCOPES | list | revoke ID. Prints to standard output; of a new key its text
// and nothing else. bad_request: not one of these.
Result<void> run_key_command(const Config& config, const Arguments& arguments);

// list | role NAME viewer|operator.
Result<void> run_account_command(const Config& config, const Arguments& arguments);

}  // namespace vitrine::app
