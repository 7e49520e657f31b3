#include "http/response.h"

#include <algorithm>

#include "failure/check.h"
#include "http/field_value.h"

namespace vitrine::http {

namespace {

constexpr std::string_view kSeparator = ": ";
constexpr std::string_view kLineEnd = "\r\n";

bool breaks_a_line(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

// Written by the connection, which knows what it really sends.
bool belongs_to_the_connection(std::string_view name) {
  switch (name.size()) {
    case 4:
      return equal_ignoring_case(name, "Date");
    case 6:
      return equal_ignoring_case(name, "Server");
    case 10:
      return equal_ignoring_case(name, "Connection");
    case 14:
      return equal_ignoring_case(name, "Content-Length");
    case 17:
      return equal_ignoring_case(name, "Transfer-Encoding");
    default:
      return false;
  }
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

Response with_text(int status, std::string_view content_type, std::string body) {
  Response response(status);
  response.header("Content-Type", content_type).body(std::move(body));
  return response;
}

}  // namespace

std::uint64_t size_of(const Body& body) {
  struct Size {
    std::uint64_t operator()(std::monostate) const { return 0; }

    std::uint64_t operator()(const StaticText& text) const { return text.view.size(); }

    std::uint64_t operator()(const ByteSlice& slice) const { return slice.view.size(); }

    std::uint64_t operator()(const FileSlice& slice) const { return slice.bytes; }

    std::uint64_t operator()(const std::string& text) const { return text.size(); }
  };

  return std::visit(Size{}, body);
}

std::string_view memory_of(const Body& body) {
  struct View {
    std::string_view operator()(std::monostate) const { return {}; }

    std::string_view operator()(const StaticText& text) const { return text.view; }

    std::string_view operator()(const ByteSlice& slice) const { return slice.view; }

    std::string_view operator()(const FileSlice&) const { return {}; }

    std::string_view operator()(const std::string& text) const { return text; }
  };

  return std::visit(View{}, body);
}

Response::Response(int status) : status_(status) {
  check(status >= 200 && status <= 599, "a final status is 200 to 599");
}

Response Response::text(int status, std::string body) {
  return with_text(status, "text/plain; charset=utf-8", std::move(body));
}

Response Response::html(int status, std::string body) {
  return with_text(status, "text/html; charset=utf-8", std::move(body));
}

Response Response::json(int status, std::string body) {
  return with_text(status, "application/json", std::move(body));
}

Response Response::redirect(int status, std::string_view location) {
  check(!has_control_characters(location), "a redirect goes to a text without control characters");
  Response response(status);
  response.header("Location", location);
  return response;
}

Response& Response::header(std::string_view header_name, std::string_view value) {
  check(!header_name.empty() && std::ranges::all_of(header_name, is_token_character),
        "a header name is a token");
  check(!belongs_to_the_connection(header_name), "this header is written by the connection");
  check(!breaks_a_line(value), "a header value has no CR, LF or NUL");
  const auto bytes = header_name.size() + kSeparator.size() + value.size() + kLineEnd.size();
  const std::array<std::string_view, 4> parts = {header_name, kSeparator, value, kLineEnd};
  if (spilled_.empty() && inline_used_ + bytes <= kInlineBytes) {
    for (const auto part : parts) {
      part.copy(inline_.data() + inline_used_, part.size());
      inline_used_ = static_cast<std::uint16_t>(inline_used_ + part.size());
    }
    return *this;
  }
  if (spilled_.empty()) spilled_.assign(inline_.data(), inline_used_);
  for (const auto part : parts) spilled_ += part;
  return *this;
}

Response& Response::body(Body new_body) {
  body_ = std::move(new_body);
  return *this;
}

std::string_view Response::header_lines() const {
  if (!spilled_.empty()) return spilled_;
  return {inline_.data(), inline_used_};
}

Response& Response::head_length(std::optional<std::uint64_t> bytes) {
  head_length_set_ = true;
  head_length_ = bytes;
  return *this;
}

std::optional<std::uint64_t> Response::head_length() const {
  if (head_length_set_) return head_length_;
  return body_bytes();
}

}  // namespace vitrine::http
