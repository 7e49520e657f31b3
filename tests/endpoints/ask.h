// Requests as an endpoint sees them, made from a few words.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace vitrine::endpoints {

// The texts outlive it.
struct Ask {
  explicit Ask(std::initializer_list<http::HeaderField> fields = {}, std::string_view body = {})
      : headers(fields) {
    request.method = http::Method::post;
    request.target = "/x";
    request.path = "/x";
    request.headers = headers;
    request.body = body;
    request.peer = "192.0.2.1";
  }

  Ask(const Ask&) = delete;
  Ask& operator=(const Ask&) = delete;

  std::vector<http::HeaderField> headers;
  http::Request request;
};

}  // namespace vitrine::endpoints
