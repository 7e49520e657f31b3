// The head of a request, once it has been checked: views of the bytes that were parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace vitrine::http {

// What an unacceptable head or body is answered with, after which the connection closes.
struct Rejection {
  int status = 400;
  // Names the limit and the value that broke it.
  std::string text;
};

struct Head {
  Method method = Method::get;
  std::string_view target;
  std::string_view path;  // "*" only for OPTIONS
  std::string_view query;
  bool http_1_0 = false;
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  std::uint64_t content_length = 0;
};

}  // namespace vitrine::http
