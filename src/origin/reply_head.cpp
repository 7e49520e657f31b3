#include "origin/reply_head.h"

#include <algorithm>
#include <charconv>

namespace vitrine::origin {

namespace {

constexpr std::size_t kValidatorBytesMax = 1024;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view name, std::string_view lower_name) {
  return std::ranges::equal(name, lower_name, {}, lower);
}

// Digits only, so neither a sign nor a list is a number.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number = 0;
  if (text.empty() || text.front() == '-') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

void ReplyHead::add(std::string_view line) {
  bytes_ += line.size();
  if (complete_) return;
  if (line.starts_with("HTTP/")) {
    start(line);
  } else if (const auto text = trimmed(line); text.empty()) {
    complete_ = status_ >= 200;
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    add_field(text.substr(0, colon), trimmed(text.substr(colon + 1)));
  }
}

std::optional<std::uint64_t> ReplyHead::content_length() const {
  return chunked_ ? std::nullopt : content_length_;
}

void ReplyHead::start(std::string_view status_line) {
  const auto bytes = bytes_;
  *this = ReplyHead();
  bytes_ = bytes;
  const auto space = status_line.find(' ');
  if (space == std::string_view::npos) return;
  status_ = whole_number<int>(status_line.substr(space + 1, 3)).value_or(0);
}

void ReplyHead::add_field(std::string_view name, std::string_view value) {
  if (same_name(name, "content-length")) content_length_ = whole_number<std::uint64_t>(value);
  if (same_name(name, "transfer-encoding")) chunked_ = true;
  if (same_name(name, "content-encoding")) content_encoding_ = value;
  if (same_name(name, "location")) location_ = value;
  if (same_name(name, "etag") && is_validator(value)) etag_ = value;
  if (same_name(name, "last-modified") && is_validator(value)) last_modified_ = value;
}

bool is_validator(std::string_view value) {
  return !value.empty() && value.size() <= kValidatorBytesMax &&
         std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace vitrine::origin
