// What the flags of the selling commands mean. Pure but for ending the program's patience: a Pause
// that a signal ends.
#pragma once

#include <cstdint>
#include <string>

#include "app/arguments.h"
#include "app/config.h"
#include "failure/result.h"
#include "feed/till.h"
#include "feed/web.h"
#include "runtime/signals.h"

namespace vitrine::app {

// bad_request that names flag, value and range.
Result<std::uint64_t> whole_flag(const Arguments& arguments,
                                 const std::string& name,
                                 std::uint64_t otherwise,
                                 std::uint64_t max);
Result<double> decimal_flag(
    const Arguments& arguments, const std::string& name, double otherwise, double min, double max);

// `--to` with /purchases behind it; without it the operators' port of the configuration, which asks
// for no key.
std::string till_url(const Config& config, const Arguments& arguments);
// `--key`, or the operator_key of the configuration.
std::string till_key(const Config& config, const Arguments& arguments);

feed::WebLimits web_limits(const Config& config);

feed::Pause pause_until_signal(const Signals& signals);

}  // namespace vitrine::app
