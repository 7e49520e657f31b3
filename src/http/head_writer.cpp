#include "http/head_writer.h"

#include <charconv>
#include <cstring>

#include "http/status.h"

namespace vitrine::http {

namespace {

constexpr std::size_t kNumberBytes = 20;  // 2^64 has as many digits

// Absent when the answer has no Content-Length.
std::optional<std::uint64_t> length_of(const Response& response, Method method) {
  if (!may_have_body(response.status()) || response.is_stream()) return std::nullopt;
  if (method == Method::head) return response.head_length();
  return response.body_bytes();
}

char* put(char* at, std::string_view text) {
  text.copy(at, text.size());
  return at + text.size();
}

char* put_length(char* at, std::uint64_t length) {
  at = put(at, "Content-Length: ");
  at = std::to_chars(at, at + kNumberBytes, length).ptr;
  return put(at, "\r\n");
}

std::string_view line_of(Persistence persistence) {
  switch (persistence) {
    case Persistence::keep:
      return {};
    case Persistence::keep_and_tell:
      return "Connection: keep-alive\r\n";
    case Persistence::close:
      return "Connection: close\r\n";
    case Persistence::upgrade:
      return "Connection: Upgrade\r\n";
  }
  return {};
}

}  // namespace

CommonLines::CommonLines(WallTime now) {
  kBefore.copy(text_.data(), kBefore.size());
  kAfter.copy(text_.data() + kBefore.size() + kDateBytes, kAfter.size());
  write_http_date(now, std::span(text_).subspan<kBefore.size(), kDateBytes>());
}

void CommonLines::refresh(WallTime now) {
  const auto second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  if (second == shown_) return;
  shown_ = second;
  write_http_date(now, std::span(text_).subspan<kBefore.size(), kDateBytes>());
}

std::size_t head_bytes_max(const Response& response) {
  // Status line, common lines, Content-Length, Connection and the empty line come to less than
  // this.
  constexpr std::size_t kFixedBytes = 256;
  return kFixedBytes + response.header_lines().size();
}

void write_head(const Response& response,
                Method method,
                Persistence persistence,
                const CommonLines& common,
                OutBuffer& out) {
  out.append_with(head_bytes_max(response), [&](char* at) {
    at = put(at, status_line(response.status()));
    at = put(at, common.view());
    if (const auto length = length_of(response, method)) at = put_length(at, *length);
    at = put(at, line_of(persistence));
    at = put(at, response.header_lines());
    return put(at, "\r\n");
  });
}

bool sends_body(const Response& response, Method method) {
  return method != Method::head && may_have_body(response.status());
}

}  // namespace vitrine::http
