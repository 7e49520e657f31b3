// Who may do what operators do on the public port. On the operators' own port nobody is asked.
// Pure; any thread.
#pragma once

#include <string_view>

#include "failure/result.h"
#include "http/request.h"

namespace vitrine::endpoints {

// not_allowed unless the request has `key` as its Bearer token; nobody has an empty key.
Result<void> check_operator(const http::Request& request, std::string_view key);

}  // namespace vitrine::endpoints
