#include "images/png/write_png.h"

#include <algorithm>
#include <array>

#include "images/png/zlib_stream.h"

namespace vitrine::images {

namespace {

constexpr int kFast = 1;
constexpr int kThorough = 6;

std::string be32(std::size_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

void add_chunk(std::string& file, std::string_view type, std::string_view data) {
  file += be32(data.size());
  const auto body = file.size();
  file += type;
  file += data;
  file += be32(crc_of(std::string_view(file).substr(body)));
}

std::string header_of(const PixelRows& pixels) {
  constexpr std::array<char, 4> kColourTypes = {0, 4, 2, 6};
  std::string header = be32(pixels.width) + be32(pixels.height);
  header += '\x08';
  header += kColourTypes[pixels.pixel_bytes - 1];
  header.append(3, '\0');
  return header;
}

// Bands of rows from all over the picture, of which a high one is about an eighth.
constexpr std::size_t kBandRows = 8;
constexpr std::size_t kBands = 6;

std::vector<std::uint8_t> sample_of(const PixelRows& pixels) {
  const auto step = std::max(kBandRows, pixels.height / kBands);
  std::vector<std::uint8_t> sample;
  const auto band = std::min({kBandRows, step, pixels.height});
  for (std::size_t y = 0; y + band <= pixels.height; y += step) {
    const auto* const from = pixels.samples + y * pixels.row_bytes();
    sample.insert(sample.end(), from, from + band * pixels.row_bytes());
  }
  return sample;
}

struct Packing {
  bool filtered = true;
  int level = kThorough;
};

// Filters are good for photographs and bad for flat colours and letters, which no sum of
// differences tells: so a part of the picture is tried both ways. What hardly packs gets no smaller
// by looking longer.
Packing choose_packing(const PixelRows& pixels) {
  const auto samples = sample_of(pixels);
  const PixelRows sample{.samples = samples.data(),
                         .width = pixels.width,
                         .height = samples.size() / pixels.row_bytes(),
                         .pixel_bytes = pixels.pixel_bytes};
  const auto filtered = deflate(filter_rows(sample), kFast).size();
  const auto plain = deflate(plain_rows(sample), kFast).size();
  const bool is_noisy = std::min(filtered, plain) * 2 > samples.size();
  return {.filtered = filtered <= plain, .level = is_noisy ? kFast : kThorough};
}

}  // namespace

std::string write_png(const PixelRows& pixels, const Credit& credit) {
  using std::string_literals::operator""s;
  const auto packing = choose_packing(pixels);
  const auto rows = packing.filtered ? filter_rows(pixels) : plain_rows(pixels);
  const auto packed = deflate(rows, packing.level);
  std::string file = "\x89PNG\r\n\x1a\n";
  file.reserve(packed.size() + 2'000);
  add_chunk(file, "IHDR", header_of(pixels));
  if (!credit.copyright.empty()) add_chunk(file, "tEXt", "Copyright\0"s + credit.copyright);
  if (!credit.artist.empty()) add_chunk(file, "tEXt", "Author\0"s + credit.artist);
  add_chunk(file, "IDAT", packed);
  add_chunk(file, "IEND", {});
  return file;
}

}  // namespace vitrine::images
