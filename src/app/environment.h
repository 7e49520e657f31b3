// VITRINE_… variables: server_port is VITRINE_SERVER_PORT, limits.render_queue is
// VITRINE_LIMITS_RENDER_QUEUE.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/given.h"
#include "failure/result.h"

namespace vitrine::app {

// `variables` are "NAME=value"; others than VITRINE_… are passed over, and so are those that
// Kubernetes makes up for a service called "vitrine" (VITRINE_SERVICE_HOST, VITRINE_PORT_7000_TCP,
// …). bad_request for a VITRINE_… variable that is no setting, with the nearest one.
Result<std::vector<Given>> parse_environment(const std::vector<std::string_view>& variables);

// "VITRINE_LIMITS_RENDER_QUEUE".
std::string variable_of(std::string_view key);

// The variables of this process.
std::vector<std::string_view> process_environment();

}  // namespace vitrine::app
