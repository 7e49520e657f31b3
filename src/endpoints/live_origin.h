// May a page of this origin read what we push? Browsers let any page open a WebSocket to any host,
// with that host's cookies, and name the page's origin. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "failure/result.h"
#include "http/request.h"

namespace vitrine::endpoints {

// Nothing to say against a request without Origin (no browser), of our own host, or of one of
// `allowed` ("https://shop.example"; "*" is all of them). Otherwise not_allowed.
Result<void> check_origin(const http::Request& request, const std::vector<std::string>& allowed);

}  // namespace vitrine::endpoints
