// What a handler gives back.
#pragma once

#include <functional>
#include <variant>

#include "failure/result.h"
#include "http/request.h"
#include "http/response.h"
#include "runtime/task.h"

namespace vitrine::http {

// An answer at once, from the event loop (under 20 microseconds of work), or a task that will have
// it.
using Answer = std::variant<Result<Response>, Task<Result<Response>>>;
// Called on the connection's shard. May be called from several shards at once.
using Handler = std::function<Answer(const Request&)>;

}  // namespace vitrine::http
