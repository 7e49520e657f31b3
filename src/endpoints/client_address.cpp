#include "endpoints/client_address.h"

#include "http/field_value.h"

namespace vitrine::endpoints {

std::string_view client_address(const http::Request& request, bool behind_proxy) {
  const auto forwarded = request.header("X-Forwarded-For");
  if (!behind_proxy || !forwarded) return request.peer;
  const auto comma = forwarded->rfind(',');
  return http::trimmed(comma == std::string_view::npos ? *forwarded : forwarded->substr(comma + 1));
}

bool came_over_tls(const http::Request& request, bool behind_proxy) {
  if (request.secure) return true;
  const auto scheme = request.header("X-Forwarded-Proto");
  return behind_proxy && scheme && http::equal_ignoring_case(http::trimmed(*scheme), "https");
}

}  // namespace vitrine::endpoints
