#include "http/response.h"

#include <algorithm>
#include <cstring>

#include "failure/check.h"
#include "http/field_value.h"

namespace vitrine::http {

namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// May there be a byte below 0x20 or above 0x7E? Eight at a time, for nearly every value has none.
bool looks_odd(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = 0x8080808080808080;
  std::uint64_t odd = 0;
  const auto look = [&](const char* at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    odd |= (bytes - kOnes * 0x20) | (bytes + kOnes) | bytes;
  };
  if (text.size() < sizeof odd) return true;  // short enough to be looked at one by one
  const char* const last = text.data() + text.size() - sizeof odd;
  for (const char* at = text.data(); at < last; at += sizeof odd) look(at);
  look(last);  // overlaps the one before
  return (odd & kHighs) != 0;
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, is_control);
}

bool breaks_a_line(std::string_view value) {
  return looks_odd(value) &&
         std::ranges::any_of(value, [](char c) { return is_control(c) && c != '\t'; });
}

Response with_text(int status, std::string_view content_type, std::string body) {
  Response response(status);
  response.header("Content-Type", content_type).body(std::move(body));
  return response;
}

}  // namespace

std::uint64_t size_of(const Body& body) {
  if (const auto* file = std::get_if<FileSlice>(&body)) return file->bytes;
  return memory_of(body).size();
}

std::string_view memory_of(const Body& body) {
  if (const auto* text = std::get_if<StaticText>(&body)) return text->view;
  if (const auto* slice = std::get_if<ByteSlice>(&body)) return slice->view;
  if (const auto* text = std::get_if<std::string>(&body)) return *text;
  return {};
}

Response::Response(int status) : status_(status) {
  check((status >= 200 && status <= 599) || status == 101, "a final status is 101 or 200 to 599");
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

Response& Response::header(HeaderName header_name, std::string_view value) {
  check(!breaks_a_line(value), "a header value has no control characters");
  lines_.append(header_name.text(), value);
  return *this;
}

Response& Response::stream(StreamStart start) {
  stream_ = std::move(start);
  return head_length(std::nullopt);
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
