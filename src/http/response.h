// One answer. Small ones are built without allocation: header lines go into an inline buffer,
// bodies are shared bytes, a shared file or static text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "failure/failure.h"
#include "http/header_lines.h"
#include "http/header_name.h"
#include "http/request.h"
#include "http/stream.h"
#include "runtime/clock.h"
#include "runtime/open_file.h"
#include "runtime/shared_bytes.h"

namespace vitrine::http {

// A slice of a file, for Range and sendfile(2).
struct FileSlice {
  SharedFile file;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

// A slice of shared bytes.
struct ByteSlice {
  SharedBytes bytes;
  std::string_view view;
};

// Text with static lifetime.
struct StaticText {
  std::string_view view;
};

using Body = std::variant<std::monostate, StaticText, ByteSlice, FileSlice, std::string>;

std::uint64_t size_of(const Body& body);
// The bytes of a body that is in memory; empty for a file.
std::string_view memory_of(const Body& body);

class Response {
 public:
  explicit Response(int status = 200);

  static Response text(int status, std::string body);
  static Response html(int status, std::string body);
  static Response json(int status, std::string body);
  // 302, 303, 307 or 308. A location with control characters throws std::logic_error.
  static Response redirect(int status, std::string_view location);

  // Appends one header line. Content-Length, Date, Server, Connection and Transfer-Encoding are
  // written by the connection: naming one here does not compile. A value with a control character
  // (a tab excepted) throws std::logic_error.
  Response& header(HeaderName header_name, std::string_view value);

  // Any alternative of Body.
  template <class NewBody>
  Response& body(NewBody&& new_body) {
    body_ = std::forward<NewBody>(new_body);
    return *this;
  }

  // The answer does not end: what follows its head is the stream's (websocket_handshake.h makes
  // such answers). To HEAD only the head is sent.
  Response& stream(StreamStart start);

  const StreamStart& stream() const { return stream_; }

  bool is_stream() const { return stream_.stream != nullptr; }

  int status() const { return status_; }

  std::string_view header_lines() const { return lines_.view(); }

  const Body& body() const { return body_; }

  std::uint64_t body_bytes() const { return size_of(body_); }

  // The Content-Length of a HEAD answer whose body was never made; absent means none is sent.
  // Only used when the request was HEAD. Without a call it is the size of the body.
  Response& head_length(std::optional<std::uint64_t> bytes);
  std::optional<std::uint64_t> head_length() const;

 private:
  int status_;
  bool head_length_set_ = false;
  std::optional<std::uint64_t> head_length_;
  HeaderLines lines_;
  Body body_;
  StreamStart stream_;
};

// The status of each failure kind: one table, here and nowhere else.
int status_of(FailureKind kind);

// A failure as an answer: short text, or {"error": {"kind", "message"}} when Accept prefers JSON.
// 503 carries Retry-After. The detail never leaves the process.
Response failure_response(const Failure& failure, const Request& request);

// What a cacheable representation is, for the conditional and range rules of RFC 9110.
struct Representation {
  std::string_view etag;  // strong, with its quotes
  WallTime modified;
  std::string_view content_type;
  // "public, max-age=31536000"; may be empty.
  std::string_view cache_control;
  bool vary_accept = false;
};

// Would this request be answered 304 for a representation with this tag and time?
// (If-None-Match first; If-Modified-Since only without it. RFC 9110, 13.2.2.)
bool not_modified(const Request& request, std::string_view etag, WallTime modified);

// 200, 206, 304, 412 or 416, with every header of the representation. One range is honoured;
// several are answered 200 with the whole body, as the RFC allows. If-Range is honoured.
Response representation_response(const Request& request,
                                 const Representation& representation,
                                 Body body);
// The answer to a HEAD (200 or 304) without a body to take the length from.
Response head_response(const Request& request,
                       const Representation& representation,
                       std::optional<std::uint64_t> bytes);

}  // namespace vitrine::http
