// The address of whoever asks: of the connection, or what the proxy in front says. Pure.
#pragma once

#include <string_view>

#include "http/request.h"

namespace vitrine::endpoints {

// `behind_proxy`: believe the last address of X-Forwarded-For, which the proxy itself has written.
std::string_view client_address(const http::Request& request, bool behind_proxy);

// Did the client come over TLS, to us or to the proxy (X-Forwarded-Proto)?
bool came_over_tls(const http::Request& request, bool behind_proxy);

}  // namespace vitrine::endpoints
