// What the scripts of jobs answer (job_scripts.h), in the words of jobs. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "jobs/job_store.h"
#include "store/redis/reply.h"

namespace vitrine::store::redis {

jobs::Job job_in(const ReplyView& looked, const jobs::JobId& id);
jobs::Overview overview_in(const ReplyView& reply);
jobs::JobPage failed_in(const ReplyView& reply);
jobs::JobPage delayed_in(const ReplyView& reply);

// The id of a failure whose job has none.
jobs::JobId record_id(std::string_view record);

std::uint64_t number_in(std::string_view digits);

}  // namespace vitrine::store::redis
