// What a caller is told who may not, or may not yet: a short text, or
// {"error": {"kind", "message"}} when JSON is preferred, as http::failure_response() has it.
#pragma once

#include <string_view>

#include "accounts/refusal.h"
#include "http/request.h"
#include "http/response.h"

namespace vitrine::endpoints {

// 401, with the way to be known.
http::Response not_known(const http::Request& request, std::string_view message);
// 403.
http::Response not_allowed(const http::Request& request, std::string_view message);
// 400, 401, 403, 404, 422, 429 or 503; the last two with Retry-After.
http::Response refused(const http::Request& request, const accounts::Refusal& refusal);

int status_of(const accounts::Refusal& refusal);

}  // namespace vitrine::endpoints
