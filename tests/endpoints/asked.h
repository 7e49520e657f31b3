// A request to a router without a connection, and what came back.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "await/await.h"
#include "http/router.h"

namespace vitrine::endpoints {

struct Asked {
  http::Method method = http::Method::get;
  std::string target;
  std::string body;
  std::vector<http::HeaderField> headers;
};

struct Answered {
  int status = 0;
  std::string body;
  std::string headers;

  // With its quotes.
  std::string etag() const {
    const auto at = headers.find("ETag: ") + 6;
    return headers.substr(at, headers.find("\r\n", at) - at);
  }
};

// 404 when nothing is there; a failure has its public message as body.
inline Answered ask(const http::Router& router, const Asked& asked) {
  http::Request request;
  request.method = asked.method;
  request.target = asked.target;
  const auto question = std::min(asked.target.find('?'), asked.target.size());
  request.path = request.target.substr(0, question);
  if (question < asked.target.size()) request.query = request.target.substr(question + 1);
  request.headers = asked.headers;
  request.body = asked.body;
  std::vector<http::PathParameter> parameters;
  std::string decoded;
  const auto match = router.match(request.method, request.path, parameters, decoded);
  if (!match || match->route == nullptr) return {404, {}, {}};
  request.parameters = parameters;
  auto answer = match->route->handler(request);
  auto* const task = std::get_if<Task<Result<http::Response>>>(&answer);
  const auto response = task != nullptr ? vitrine::testing::await(std::move(*task))
                                        : std::move(std::get<Result<http::Response>>(answer));
  if (!response) {
    return {http::status_of(response.error().kind), response.error().public_message, {}};
  }
  return {response->status(),
          std::string(http::memory_of(response->body())),
          std::string(response->header_lines())};
}

}  // namespace vitrine::endpoints
