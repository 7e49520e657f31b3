#include "http/status.h"

#include <algorithm>
#include <array>

#include "http/response.h"

namespace vitrine::http {

namespace {

struct Line {
  int status;
  std::string_view text;
};

// What nearly every answer begins with.
constexpr Line kOk{200, "HTTP/1.1 200 OK\r\n"};

// In the order of their numbers.
constexpr std::array kLines = {
    Line{101, "HTTP/1.1 101 Switching Protocols\r\n"},
    kOk,
    Line{201, "HTTP/1.1 201 Created\r\n"},
    Line{202, "HTTP/1.1 202 Accepted\r\n"},
    Line{204, "HTTP/1.1 204 No Content\r\n"},
    Line{206, "HTTP/1.1 206 Partial Content\r\n"},
    Line{301, "HTTP/1.1 301 Moved Permanently\r\n"},
    Line{302, "HTTP/1.1 302 Found\r\n"},
    Line{303, "HTTP/1.1 303 See Other\r\n"},
    Line{304, "HTTP/1.1 304 Not Modified\r\n"},
    Line{307, "HTTP/1.1 307 Temporary Redirect\r\n"},
    Line{308, "HTTP/1.1 308 Permanent Redirect\r\n"},
    Line{400, "HTTP/1.1 400 Bad Request\r\n"},
    Line{401, "HTTP/1.1 401 Unauthorized\r\n"},
    Line{403, "HTTP/1.1 403 Forbidden\r\n"},
    Line{404, "HTTP/1.1 404 Not Found\r\n"},
    Line{405, "HTTP/1.1 405 Method Not Allowed\r\n"},
    Line{406, "HTTP/1.1 406 Not Acceptable\r\n"},
    Line{408, "HTTP/1.1 408 Request Timeout\r\n"},
    Line{409, "HTTP/1.1 409 Conflict\r\n"},
    Line{410, "HTTP/1.1 410 Gone\r\n"},
    Line{411, "HTTP/1.1 411 Length Required\r\n"},
    Line{412, "HTTP/1.1 412 Precondition Failed\r\n"},
    Line{413, "HTTP/1.1 413 Content Too Large\r\n"},
    Line{414, "HTTP/1.1 414 URI Too Long\r\n"},
    Line{415, "HTTP/1.1 415 Unsupported Media Type\r\n"},
    Line{416, "HTTP/1.1 416 Range Not Satisfiable\r\n"},
    Line{417, "HTTP/1.1 417 Expectation Failed\r\n"},
    Line{422, "HTTP/1.1 422 Unprocessable Content\r\n"},
    Line{426, "HTTP/1.1 426 Upgrade Required\r\n"},
    Line{429, "HTTP/1.1 429 Too Many Requests\r\n"},
    Line{431, "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
    Line{500, "HTTP/1.1 500 Internal Server Error\r\n"},
    Line{501, "HTTP/1.1 501 Not Implemented\r\n"},
    Line{502, "HTTP/1.1 502 Bad Gateway\r\n"},
    Line{503, "HTTP/1.1 503 Service Unavailable\r\n"},
    Line{504, "HTTP/1.1 504 Gateway Timeout\r\n"},
    Line{505, "HTTP/1.1 505 HTTP Version Not Supported\r\n"},
};
static_assert(std::ranges::is_sorted(kLines, {}, &Line::status));

// The line of x00 of its class, which is what a client has to take an unknown status for
// (RFC 9110, 15).
std::string_view line_of_class(int status) {
  switch (status / 100) {
    case 2:
      return status_line(200);
    case 3:
      return "HTTP/1.1 300 Multiple Choices\r\n";
    case 4:
      return status_line(400);
    default:
      return status_line(500);
  }
}

}  // namespace

std::string_view status_line(int status) {
  if (status == kOk.status) return kOk.text;
  const auto line = std::ranges::lower_bound(kLines, status, {}, &Line::status);
  if (line != kLines.end() && line->status == status) return line->text;
  return line_of_class(status);
}

int status_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::bad_request:
      return 400;
    case FailureKind::not_allowed:
      return 403;
    case FailureKind::not_found:
      return 404;
    case FailureKind::conflict:
      return 409;
    case FailureKind::not_accepted:
      return 406;
    case FailureKind::too_large:
      return 413;
    case FailureKind::unsupported:
      return 422;
    case FailureKind::media_type:
      return 415;
    case FailureKind::busy:
    case FailureKind::unavailable:
      return 503;
    case FailureKind::upstream:
      return 502;
    case FailureKind::timeout:
      return 504;
  }
  return 500;
}

}  // namespace vitrine::http
