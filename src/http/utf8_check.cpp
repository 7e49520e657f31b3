#include "http/utf8_check.h"

namespace vitrine::http {

namespace {

constexpr std::uint8_t kLeast = 0x80;
constexpr std::uint8_t kMost = 0xBF;

}  // namespace

bool Utf8Check::take(std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (missing_ == 0) {
      if (byte >= 0x80 && !begin(byte)) return false;
      continue;
    }
    if (byte < least_ || byte > most_) return false;
    least_ = kLeast;
    most_ = kMost;
    --missing_;
  }
  return true;
}

// The second byte has narrower bounds behind some first ones: they keep out detours (overlong
// forms), surrogates, and what lies beyond U+10FFFF.
bool Utf8Check::begin(unsigned char byte) {
  least_ = kLeast;
  most_ = kMost;
  if (byte < 0xC2 || byte > 0xF4) return false;
  missing_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  if (byte == 0xE0) least_ = 0xA0;
  if (byte == 0xED) most_ = 0x9F;
  if (byte == 0xF0) least_ = 0x90;
  if (byte == 0xF4) most_ = 0x8F;
  return true;
}

}  // namespace vitrine::http
