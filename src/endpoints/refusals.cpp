#include "endpoints/refusals.h"

#include <string>

#include <fmt/format.h>

#include "endpoints/json_text.h"
#include "http/accept.h"

namespace vitrine::endpoints {

namespace {

using Why = accounts::Refusal::Why;

http::Response answer(const http::Request& request,
                      int status,
                      std::string_view kind,
                      std::string_view message) {
  if (!http::prefers_json(request)) {
    auto response = http::Response::text(status, std::string(message) + "\n");
    response.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
    return response;
  }
  std::string json = fmt::format(R"({{"error":{{"kind":"{}","message":)", kind);
  append_json_text(json, message);
  auto response = http::Response::json(status, json + "}}\n");
  response.header("Cache-Control", "no-store");
  return response;
}

std::string_view kind_of(Why why) {
  switch (why) {
    case Why::invalid:
      return "invalid";
    case Why::wrong:
      return "not_known";
    case Why::throttled:
      return "throttled";
    case Why::closed:
      return "not_allowed";
    case Why::missing:
      return "not_found";
    case Why::unable:
      return "unavailable";
  }
  return "unavailable";
}

}  // namespace

int status_of(const accounts::Refusal& refusal) {
  switch (refusal.why) {
    case Why::invalid:
      return 422;
    case Why::wrong:
      return 401;
    case Why::throttled:
      return 429;
    case Why::closed:
      return 403;
    case Why::missing:
      return 404;
    case Why::unable:
      return http::status_of(refusal.failure.kind);
  }
  return 500;
}

http::Response not_known(const http::Request& request, std::string_view message) {
  auto response = answer(request, 401, "not_known", message);
  response.header("WWW-Authenticate", "Bearer realm=\"vitrine\"");
  return response;
}

http::Response not_allowed(const http::Request& request, std::string_view message) {
  return answer(request, 403, "not_allowed", message);
}

http::Response refused(const http::Request& request, const accounts::Refusal& refusal) {
  if (refusal.why == Why::unable) return http::failure_response(refusal.failure, request);
  if (refusal.why == Why::wrong) return not_known(request, refusal.message);
  auto response = answer(request, status_of(refusal), kind_of(refusal.why), refusal.message);
  if (refusal.wait.count() > 0) {
    response.header("Retry-After", std::to_string(refusal.wait.count()));
  }
  return response;
}

}  // namespace vitrine::endpoints
