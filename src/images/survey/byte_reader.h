// A cursor over untrusted bytes. Reading or skipping past the end gives zeros and leaves the reader
// `cut`, so a parser may read a whole record and ask once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vitrine::images {

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  bool cut() const { return cut_; }

  bool at_end() const { return position_ == bytes_.size(); }

  std::size_t left() const { return bytes_.size() - position_; }

  std::string_view take(std::uint64_t count) {
    if (count > left()) {
      cut_ = true;
      position_ = bytes_.size();
      return {};
    }
    const auto taken = bytes_.substr(position_, static_cast<std::size_t>(count));
    position_ += static_cast<std::size_t>(count);
    return taken;
  }

  void skip(std::uint64_t count) { take(count); }

  // Forward to the next `byte`, which is not taken; to the end and `cut` when there is none.
  void seek(char byte) {
    const auto found = bytes_.find(byte, position_);
    cut_ = cut_ || found == std::string_view::npos;
    position_ = found == std::string_view::npos ? bytes_.size() : found;
  }

  std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }

  std::uint16_t be16() { return static_cast<std::uint16_t>(big_endian(2)); }

  std::uint32_t be32() { return static_cast<std::uint32_t>(big_endian(4)); }

  std::uint64_t be64() { return big_endian(8); }

  std::uint16_t le16() { return static_cast<std::uint16_t>(little_endian(2)); }

  std::uint32_t le24() { return static_cast<std::uint32_t>(little_endian(3)); }

  std::uint32_t le32() { return static_cast<std::uint32_t>(little_endian(4)); }

 private:
  std::uint64_t big_endian(std::size_t count) {
    std::uint64_t value = 0;
    for (const char byte : take(count)) value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
  }

  std::uint64_t little_endian(std::size_t count) {
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const char byte : take(count)) {
      value |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(byte)) << shift;
      shift += 8;
    }
    return value;
  }

  std::string_view bytes_;
  std::size_t position_ = 0;
  bool cut_ = false;
};

}  // namespace vitrine::images
