// Method and path to handler. Patterns are segments: literal text, `{name}` for one segment, and
// `{name...}` as the last one for the rest of the path (one segment or more). Literal beats
// `{name}` beats `{name...}`. Built once, before the server starts; matching allocates nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "http/answer.h"
#include "http/body_sink.h"
#include "http/request.h"

namespace vitrine::http {

struct RouteOptions {
  // Larger bodies are refused with 413: before they are read when their length is declared, else at
  // the chunk that goes over it.
  std::uint64_t body_bytes_max = 0;
  // Takes the body as it arrives, and answers; then the route has no handler.
  OpenSink open_sink = {};
};

struct Route {
  // "/views/{page}": the metric label and the `route` of the log line.
  std::string pattern;
  RouteOptions options;
  Handler handler;
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // A GET route also answers HEAD (the connection drops the body). Throws std::logic_error for a
  // malformed pattern or one that is already there, and for a route that has neither a handler nor
  // a sink, or both.
  void add(Method method, std::string pattern, Handler handler, RouteOptions options = {});

  // Answers what begins with `prefix` ("/badge/", compared as it stands, not decoded) and that no
  // route takes: also a path that match() would refuse. The handler has no parameters. A fallback
  // for GET also answers HEAD. For addresses that may not fail, whatever is behind them.
  void add_fallback(Method method, std::string prefix, Handler handler);

  struct Match {
    // Null: nothing at this path (404), or not this method (405, `allowed` is not empty).
    const Route* route = nullptr;
    // "GET, HEAD, DELETE": of the most specific pattern for this path.
    std::string_view allowed;
  };

  // `path` begins with '/', and is not decoded: segments are split first and decoded after, once,
  // so an encoded slash never separates segments. Parameters are written to `parameters`; decoded
  // text that differs from the path is stored in `decoded`. bad_request for a broken escape, %00, a
  // control character, text that is not UTF-8, a `.` or `..` segment (encoded or not) and more than
  // 64 segments, where no fallback takes it. A parameter is never empty; "/a/" and "/a" are two
  // paths.
  Result<Match> match(Method method,
                      std::string_view path,
                      std::vector<PathParameter>& parameters,
                      std::string& decoded) const;

 private:
  struct Node;
  class Walk;

  struct Fallback {
    Method method;
    std::string prefix;
    Route route;
  };

  const Route* fallback(Method method, std::string_view path) const;

  std::unique_ptr<Node> root_;
  std::vector<Fallback> fallbacks_;
};

}  // namespace vitrine::http
