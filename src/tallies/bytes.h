// The compact form of records and states: unsigned numbers as LEB128 varints, texts with their
// length in front.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::tallies {

inline void put_number(std::string& to, std::uint64_t number) {
  while (number >= 0x80) {
    to.push_back(static_cast<char>(number | 0x80));
    number >>= 7;
  }
  to.push_back(static_cast<char>(number));
}

inline void put_text(std::string& to, std::string_view text) {
  put_number(to, text.size());
  to += text;
}

// Reads what was put. After bytes that nobody put (a damaged file) it is `broken` and gives zeros
// and empty texts.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<std::uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return give_up();
  }

  // A view into the bytes that were given.
  std::string_view text() {
    const auto size = number();
    if (size > bytes_.size()) {
      give_up();
      return {};
    }
    const auto text = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return text;
  }

  bool empty() const { return bytes_.empty(); }

  bool broken() const { return broken_; }

  // Nothing more can be read.
  std::uint64_t give_up() {
    broken_ = true;
    bytes_ = {};
    return 0;
  }

 private:
  std::string_view bytes_;
  bool broken_ = false;
};

}  // namespace vitrine::tallies
