#include "delivery/picture_bytes.h"

#include <algorithm>
#include <cstddef>

namespace vitrine::testing {

namespace {

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xFFU);
  return bytes;
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ (0xEDB88320U & (0U - (crc & 1U)));
  }
  return ~crc;
}

std::uint32_t adler32(std::string_view bytes) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<std::uint8_t>(c)) % 65521U;
    b = (b + a) % 65521U;
  }
  return (b << 16U) | a;
}

std::string chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size())) + type + data +
         big_endian(crc32(type + data));
}

std::string stored_zlib(std::string_view raw) {
  constexpr std::size_t kBlockMax = 65'535;
  std::string bytes = "\x78\x01";
  for (std::size_t done = 0; done < raw.size(); done += kBlockMax) {
    const auto block = raw.substr(done, kBlockMax);
    const auto length = static_cast<std::uint16_t>(block.size());
    const auto inverse = static_cast<std::uint16_t>(~length);
    bytes += done + block.size() == raw.size() ? '\x01' : '\x00';
    for (const std::uint16_t part : {length, inverse}) {
      bytes += static_cast<char>(part & 0xFFU);
      bytes += static_cast<char>(part >> 8U);
    }
    bytes += block;
  }
  return bytes + big_endian(adler32(raw));
}

}  // namespace

std::string png(std::uint32_t width, std::uint32_t height, std::uint8_t shade) {
  const std::string row = '\0' + std::string(std::size_t{width} * 3, static_cast<char>(shade));
  std::string rows;
  for (std::uint32_t y = 0; y < height; ++y) rows += row;
  const std::string eight_bit_rgb("\x08\x02\x00\x00\x00", 5);
  return "\x89PNG\r\n\x1a\n" +
         chunk("IHDR", big_endian(width) + big_endian(height) + eight_bit_rgb) +
         chunk("IDAT", stored_zlib(rows)) + chunk("IEND", "");
}

std::string broken_png(std::uint32_t width, std::uint32_t height) {
  std::string whole = png(width, height);
  // The checksum of its chunk gives it away.
  whole[whole.size() / 2] ^= 1;
  return whole;
}

}  // namespace vitrine::testing
