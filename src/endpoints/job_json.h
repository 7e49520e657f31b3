// Jobs and queues as JSON. Pure.
#pragma once

#include <string>

#include "jobs/job_store.h"
#include "jobs/jobs.h"

namespace vitrine::endpoints {

// For whoever knows its id; what it is to be done with is nobody else's concern.
std::string job_json(const jobs::Job& job);
// For operators: with queue, worker and arguments.
std::string job_json_for_operators(const jobs::Job& job);
std::string queues_json(const jobs::Jobs::Status& status,
                        const jobs::JobPage& failed,
                        const jobs::JobPage& delayed);

// In numbers only, for screens that show it all the time.
std::string queues_summary_json(const jobs::Jobs::Status& status);

}  // namespace vitrine::endpoints
