// One request, as views into the connection's buffer. Valid until the handler's answer is complete:
// also across co_await, because the connection reads no further head while a handler works.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vitrine::http {

// NOLINTNEXTLINE(readability-identifier-naming): `delete` is a keyword.
enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };

std::string_view name(Method method);

struct HeaderField {
  std::string_view name;
  std::string_view value;
};

// A part of the path that matched `{name}` in a route's pattern, percent-decoded.
struct PathParameter {
  std::string_view name;
  std::string_view value;
};

class Request {
 public:
  Method method = Method::get;
  // As it stood in the request line: never decoded, for signatures and logs.
  std::string_view target;
  // `target` up to '?', and behind it (empty when there is none).
  std::string_view path;
  std::string_view query;
  std::span<const HeaderField> headers;
  std::span<const PathParameter> parameters;
  // Whole, at most the route's body limit. Empty when there was none.
  std::string_view body;
  // Address of the peer, as text: "127.0.0.1".
  std::string_view peer;
  // Did it come over TLS?
  bool secure = false;
  bool http_1_0 = false;
  // Unique in this process; in the log line, and in the X-Request-Id of an error answer.
  std::uint64_t id = 0;

  // Case-insensitive; the first one of that name.
  std::optional<std::string_view> header(std::string_view header_name) const;
  // The value of `{name}`; empty when the pattern has none of that name.
  std::string_view parameter(std::string_view parameter_name) const;
  // The first `name=value` of the query, percent-decoded, '+' kept as '+'. Absent when not there.
  // A broken escape gives the text as it stands.
  std::optional<std::string> query_parameter(std::string_view parameter_name) const;
};

}  // namespace vitrine::http
