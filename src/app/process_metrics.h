// What every Prometheus user expects of a process, under the names that they know, and counts that
// live outside the rooms' own metrics.
#pragma once

#include <string>

#include "images/render.h"
#include "observe/log.h"
#include "observe/metrics.h"

namespace vitrine::app {

// `log` and `library` outlive the last scrape.
void add_process_metrics(observe::Metrics& metrics,
                         const observe::Log& log,
                         const images::Library& library,
                         const std::string& instance);

}  // namespace vitrine::app
