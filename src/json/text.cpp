#include "json/text.h"

#include <iterator>

#include <fmt/format.h>

namespace vitrine::json {

namespace {

struct Lead {
  std::size_t bytes = 0;
  // What the second byte may be: forms that are too long, surrogates and what lies beyond U+10FFFF
  // can be told by it.
  unsigned char low = 0x80;
  unsigned char high = 0xbf;
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1};
  if (byte < 0xc2) return {0};
  if (byte < 0xe0) return {2};
  if (byte == 0xe0) return {3, 0xa0, 0xbf};
  if (byte == 0xed) return {3, 0x80, 0x9f};
  if (byte < 0xf0) return {3};
  if (byte == 0xf0) return {4, 0x90, 0xbf};
  if (byte < 0xf4) return {4};
  if (byte == 0xf4) return {4, 0x80, 0x8f};
  return {0};
}

}  // namespace

std::size_t utf8_bytes(std::string_view text) {
  if (text.empty()) return 0;
  const auto lead = lead_of(static_cast<unsigned char>(text.front()));
  if (lead.bytes > text.size()) return 0;
  for (std::size_t i = 1; i < lead.bytes; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto low = i == 1 ? lead.low : static_cast<unsigned char>(0x80);
    const auto high = i == 1 ? lead.high : static_cast<unsigned char>(0xbf);
    if (byte < low || byte > high) return 0;
  }
  return lead.bytes;
}

void append_text(std::string& to, std::string_view text) {
  to.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      to.push_back('\\');
      to.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<int>(c));
    } else {
      to.push_back(c);
    }
  }
  to.push_back('"');
}

}  // namespace vitrine::json
