#include "stub_origin/scripts.h"

#include <utility>

#include <fmt/format.h>

namespace vitrine::testing {

namespace {

std::string head(int status, const std::string& headers) {
  return fmt::format("HTTP/1.1 {} Stub\r\n{}\r\n", status, headers);
}

std::string length_line(std::size_t length) {
  return fmt::format("Content-Length: {}\r\n", length);
}

std::string picture_lines(const Picture& picture) {
  std::string lines = "Content-Type: " + picture.content_type + "\r\n";
  if (!picture.etag.empty()) lines += "ETag: " + picture.etag + "\r\n";
  if (!picture.last_modified.empty()) lines += "Last-Modified: " + picture.last_modified + "\r\n";
  return lines + picture.headers;
}

// If-None-Match wins over If-Modified-Since (RFC 9110, section 13.1.3).
bool is_unchanged(const SeenRequest& request, const Picture& picture) {
  if (const auto etag = request.header("if-none-match"); !etag.empty()) return etag == picture.etag;
  const auto since = request.header("if-modified-since");
  return !since.empty() && since == picture.last_modified;
}

}  // namespace

Script sends(std::string body, Picture picture) {
  return [body = std::move(body), picture = std::move(picture)](Connection& connection,
                                                                const SeenRequest& request) {
    const auto lines = picture_lines(picture);
    if (is_unchanged(request, picture)) {
      connection.send(head(304, lines));
    } else {
      connection.send(head(200, lines + length_line(body.size())) + body);
    }
  };
}

Script sends_chunked(std::string body) {
  return [body = std::move(body)](Connection& connection, const SeenRequest&) {
    connection.send(head(200, "Transfer-Encoding: chunked\r\n"));
    constexpr std::size_t kChunk = 1000;
    for (std::size_t at = 0; at < body.size(); at += kChunk) {
      const auto chunk = body.substr(at, kChunk);
      connection.send(fmt::format("{:x}\r\n{}\r\n", chunk.size(), chunk));
    }
    connection.send("0\r\n\r\n");
  };
}

Script sends_until_close(std::string body) {
  return sends_raw(head(200, "Connection: close\r\n") + body);
}

Script answers(int status, std::string body, std::string headers) {
  return [answer = head(status, headers + length_line(body.size())) + body](
             Connection& connection, const SeenRequest&) { connection.send(answer); };
}

Script redirects_to(std::string location, int status) {
  return answers(status, "moved", "Location: " + location + "\r\n");
}

Script stalls_before_head() {
  return [](Connection& connection, const SeenRequest&) { connection.stall(); };
}

Script stalls_in_head() {
  return [](Connection& connection, const SeenRequest&) {
    connection.send("HTTP/1.1 200 Stub\r\nContent-Type: image/jp");
    connection.stall();
  };
}

Script stalls_in_body(std::string body, std::size_t sent_bytes) {
  return [body = std::move(body), sent_bytes](Connection& connection, const SeenRequest&) {
    connection.send(head(200, length_line(body.size())) + body.substr(0, sent_bytes));
    connection.stall();
  };
}

Script drips_head(std::chrono::milliseconds pause) {
  return [pause](Connection& connection, const SeenRequest&) {
    connection.send("HTTP/1.1 200 Stub\r\nX-Long: ");
    while (connection.open()) connection.drip("x", 1, pause);
  };
}

Script drips_body(std::string body, std::size_t at_once, std::chrono::milliseconds pause) {
  return [body = std::move(body), at_once, pause](Connection& connection, const SeenRequest&) {
    connection.send(head(200, length_line(body.size())));
    connection.drip(body, at_once, pause);
  };
}

Script claims_length(std::string body, std::size_t length) {
  return sends_raw(head(200, length_line(length)) + body);
}

Script closes_before_head() {
  return [](Connection& connection, const SeenRequest&) { connection.close_after(); };
}

Script closes_in_chunk(std::string body) {
  return sends_raw(head(200, "Transfer-Encoding: chunked\r\n") +
                   fmt::format("{:x}\r\n{}", body.size() * 2, body));
}

Script resets_before_head() {
  return [](Connection& connection, const SeenRequest&) { connection.reset(); };
}

Script resets_in_body(std::string body, std::size_t sent_bytes) {
  return [body = std::move(body), sent_bytes](Connection& connection, const SeenRequest&) {
    connection.send(head(200, length_line(body.size())) + body.substr(0, sent_bytes));
    connection.reset();
  };
}

Script sends_endless_head() {
  return [](Connection& connection, const SeenRequest&) {
    connection.send("HTTP/1.1 200 Stub\r\n");
    const std::string line = "X-Filler: " + std::string(1000, 'x') + "\r\n";
    while (connection.open()) connection.send(line);
  };
}

Script sends_endless_body() {
  return [](Connection& connection, const SeenRequest&) {
    connection.send(head(200, "Connection: close\r\n"));
    const std::string piece(16 << 10, 'x');
    while (connection.open()) connection.send(piece);
  };
}

Script sends_raw(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& connection, const SeenRequest&) {
    connection.send(bytes);
    connection.close_after();
  };
}

}  // namespace vitrine::testing
