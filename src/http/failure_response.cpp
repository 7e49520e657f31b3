#include <fmt/format.h>

#include "http/accept.h"
#include "http/percent.h"
#include "http/response.h"

namespace vitrine::http {

namespace {

std::string json_text(std::string_view text) {
  // A message may quote what a stranger sent; JSON must be UTF-8 whatever that was.
  const bool keep_high_bytes = is_plain_text(text);
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\u{:04x}", byte);
    } else if (byte >= 0x80 && !keep_high_bytes) {
      quoted += '?';
    } else {
      quoted += c;
    }
  }
  quoted += '"';
  return quoted;
}

// A full queue is shorter in a moment; a missing part of ours takes longer to come back.
std::string_view retry_after(FailureKind kind) {
  return kind == FailureKind::busy ? "1" : "10";
}

}  // namespace

Response failure_response(const Failure& failure, const Request& request) {
  const int status = status_of(failure.kind);
  auto response = prefers_json(request)
                      ? Response::json(status,
                                       fmt::format(R"({{"error":{{"kind":"{}","message":{}}}}})",
                                                   name(failure.kind),
                                                   json_text(failure.public_message)))
                      : Response::text(status, failure.public_message + "\n");
  // The message may quote the request, so it must never be taken for a page.
  response.header("X-Content-Type-Options", "nosniff");
  response.header("X-Request-Id", fmt::format("{:x}", request.id));
  if (status == 503) response.header("Retry-After", retry_after(failure.kind));
  return response;
}

}  // namespace vitrine::http
