#include "images/webp_file.h"

#include <cstdint>
#include <vector>

#include "images/survey/byte_reader.h"

namespace vitrine::images {

namespace {

constexpr char kExifFlag = 0x08;
constexpr std::size_t kHeader = 8;

std::string little_endian(std::size_t value) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

// Whole chunks with header and padding; empty when the file is not sound.
std::vector<std::string> chunks_of(std::string_view webp) {
  constexpr std::size_t kFileHeader = 12;
  if (webp.size() < kFileHeader) return {};
  std::vector<std::string> chunks;
  std::string_view rest = webp.substr(kFileHeader);
  while (!rest.empty()) {
    ByteReader reader(rest);
    reader.skip(4);
    const std::uint64_t length = reader.le32();
    reader.skip(length + length % 2);
    if (reader.cut()) return {};
    chunks.emplace_back(rest.substr(0, rest.size() - reader.left()));
    rest.remove_prefix(chunks.back().size());
  }
  return chunks;
}

}  // namespace

std::string without_exif(std::string_view webp) {
  auto chunks = chunks_of(webp);
  std::erase_if(chunks, [](const std::string& chunk) { return chunk.starts_with("EXIF"); });
  if (chunks.empty()) return std::string(webp);
  auto& first = chunks.front();
  if (first.starts_with("VP8X") && first.size() > kHeader) {
    first[kHeader] = static_cast<char>(first[kHeader] & ~kExifFlag);
    // An extended header that announces nothing is not needed.
    if (first[kHeader] == 0 && chunks.size() == 2) chunks.erase(chunks.begin());
  }
  std::string body = "WEBP";
  for (const auto& chunk : chunks) body += chunk;
  return "RIFF" + little_endian(body.size()) + body;
}

}  // namespace vitrine::images
