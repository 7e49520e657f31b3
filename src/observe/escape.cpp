#include "observe/escape.h"

#include <cstddef>

namespace vitrine::observe {

namespace {

bool is_c1(std::string_view text, std::size_t at) {
  if (static_cast<unsigned char>(text[at]) != 0xC2 || at + 1 == text.size()) return false;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  return next >= 0x80 && next <= 0x9F;
}

void append_hex(std::string& to, char byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  to += "\\x";
  to += kDigits[value >> 4];
  to += kDigits[value & 0xF];
}

void append(std::string& to, std::string_view text, unsigned char first_plain) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (is_c1(text, i)) {
      append_hex(to, text[i]);
      append_hex(to, text[++i]);
    } else if (byte < first_plain || byte == 0x7F) {
      append_hex(to, text[i]);
    } else {
      to += text[i];
    }
  }
}

}  // namespace

void append_escaped(std::string& to, std::string_view text) {
  append(to, text, ' ');
}

void append_value(std::string& to, std::string_view text) {
  if (text.empty()) text = "-";
  append(to, text, '!');
}

}  // namespace vitrine::observe
