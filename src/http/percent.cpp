#include "http/percent.h"

#include <cstdint>
#include <optional>

namespace vitrine::http {

namespace {

constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Cuts one code point off the front of `text`; absent when it is not well-formed UTF-8: a stray or
// missing continuation byte, a longer form than needed, a surrogate, or above U+10FFFF.
std::optional<std::uint32_t> next_code_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  std::size_t length = 1;
  std::uint32_t least = 0;
  std::uint32_t point = first;
  if (first >= 0xF0 && first <= 0xF4) {
    length = 4, least = 0x10000, point = first & 0x07U;
  } else if (first >= 0xE0 && first < 0xF0) {
    length = 3, least = 0x800, point = first & 0x0FU;
  } else if (first >= 0xC2 && first < 0xE0) {
    length = 2, least = 0x80, point = first & 0x1FU;
  } else if (first >= 0x80) {
    return std::nullopt;
  }
  if (text.size() < length) return std::nullopt;
  for (const char c : text.substr(1, length - 1)) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80) return std::nullopt;
    point = (point << 6U) | (byte & 0x3FU);
  }
  text.remove_prefix(length);
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < least || surrogate || point > 0x10FFFF) return std::nullopt;
  return point;
}

bool is_control(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

}  // namespace

bool percent_decode(std::string_view text, std::string& decoded) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (text.size() - i < 3) return false;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return false;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return true;
}

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const auto point = next_code_point(text);
    if (!point || is_control(*point)) return false;
  }
  return true;
}

}  // namespace vitrine::http
