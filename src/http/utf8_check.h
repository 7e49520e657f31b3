// Is this UTF-8 (RFC 3629)? Asked piece by piece: an answer depends on the bytes and not on where
// they were cut. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace vitrine::http {

class Utf8Check {
 public:
  // False at the first byte that no text can go on with; what is said afterwards means nothing.
  bool take(std::string_view bytes);

  // Does it end between two characters?
  bool complete() const { return missing_ == 0; }

  void reset() { missing_ = 0; }

 private:
  bool begin(unsigned char byte);

  // Bytes that the character still needs, and what the next one of them may be.
  std::uint8_t missing_ = 0;
  std::uint8_t least_ = 0x80;
  std::uint8_t most_ = 0xBF;
};

}  // namespace vitrine::http
