#include "images/credit.h"

#include <glib.h>

#include "images/survey/byte_reader.h"

namespace vitrine::images {

namespace {

using namespace std::string_view_literals;

constexpr std::uint16_t kArtist = 0x013b;
constexpr std::uint16_t kCopyright = 0x8298;
constexpr std::uint16_t kText = 2;
constexpr std::size_t kTextBytesMax = 1'000;

// EXIF is a TIFF file of little or big endian numbers, told by its first two letters.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), little_endian_(bytes.starts_with("II")) {}

  bool valid() const { return little_endian_ || bytes_.starts_with("MM"); }

  ByteReader at(std::uint32_t offset) const {
    return ByteReader(offset < bytes_.size() ? bytes_.substr(offset) : std::string_view());
  }

  std::uint16_t u16(ByteReader& reader) const {
    return little_endian_ ? reader.le16() : reader.be16();
  }

  std::uint32_t u32(ByteReader& reader) const {
    return little_endian_ ? reader.le32() : reader.be32();
  }

 private:
  std::string_view bytes_;
  bool little_endian_;
};

// Old cameras write Latin-1.
std::string to_utf8(std::string_view text) {
  if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) != FALSE) {
    return std::string(text);
  }
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xc0 | byte >> 6);
      utf8 += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return utf8;
}

// A text of up to four bytes is in its directory entry itself, a longer one elsewhere.
std::string read_text(const Tiff& tiff, ByteReader& entry) {
  const auto count = tiff.u32(entry);
  auto text = entry.take(4);
  if (count > 4) {
    ByteReader place(text);
    text = tiff.at(tiff.u32(place)).take(count);
  }
  // A zero ends it; behind it may be a second one, for the editor, which is seldom used.
  return to_utf8(text.substr(0, text.find('\0')).substr(0, kTextBytesMax / 2));
}

}  // namespace

Credit read_credit(std::string_view exif) {
  if (exif.starts_with("Exif\0\0"sv)) exif.remove_prefix(6);
  const Tiff tiff(exif);
  if (!tiff.valid()) return {};
  auto header = tiff.at(4);
  auto directory = tiff.at(tiff.u32(header));
  Credit credit;
  for (auto left = tiff.u16(directory); left > 0 && !directory.cut(); --left) {
    ByteReader entry(directory.take(12));
    const auto tag = tiff.u16(entry);
    if (tiff.u16(entry) != kText) continue;
    if (tag == kCopyright) credit.copyright = read_text(tiff, entry);
    if (tag == kArtist) credit.artist = read_text(tiff, entry);
  }
  return credit;
}

}  // namespace vitrine::images
