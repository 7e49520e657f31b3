#include "images/sampled_png.h"

#include <cmath>
#include <cstdlib>

#include "images/png/zlib_stream.h"

namespace vitrine::images {

namespace {

std::string be32(std::size_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
  return bytes;
}

std::vector<int> waves(int colour_type, int x, int y) {
  constexpr int kIndex = 3;
  if (colour_type == kIndex) return {(x * 7 + y * 3) % 100};
  const auto wave = [](double phase) { return static_cast<int>(128 + 120 * std::sin(phase)); };
  std::vector<int> samples = {wave(x * 0.09 + y * 0.02),
                              wave(x * 0.02 - y * 0.06),
                              wave((x + y) * 0.03),
                              std::max(0, wave((x - y) * 0.05 + 1) - 8)};
  if (colour_type == 4) samples = {samples[0], samples[3]};
  samples.resize(static_cast<std::size_t>(samples_of(colour_type)));
  return samples;
}

int guess(int filter, int left, int above, int corner) {
  if (filter == 0) return 0;
  if (filter == 1) return left;
  if (filter == 2) return above;
  if (filter == 3) return (left + above) / 2;
  const int line = left + above - corner;
  if (std::abs(line - left) <= std::abs(line - above) &&
      std::abs(line - left) <= std::abs(line - corner)) {
    return left;
  }
  return std::abs(line - above) <= std::abs(line - corner) ? above : corner;
}

std::string filtered_rows(const SampledPng& png) {
  const auto step = static_cast<std::size_t>(samples_of(png.colour_type));
  const auto bytes = step * static_cast<std::size_t>(png.width);
  // Zeros around the picture.
  std::vector<int> above(step + bytes);
  std::vector<int> row(step + bytes);
  std::string rows;
  for (int y = 0; y < png.height; ++y) {
    const int filter = png.filter < 0 ? (y + 4) % 5 : png.filter;
    rows += static_cast<char>(filter);
    for (std::size_t i = 0; i < bytes; ++i) {
      row[step + i] = pixel_of(png, static_cast<int>(i / step), y)[i % step];
      rows += static_cast<char>(row[step + i] - guess(filter, row[i], above[step + i], above[i]));
    }
    above = row;
  }
  return rows;
}

std::string palette_of(const SampledPng& png) {
  if (!png.palette.empty()) return png.palette;
  std::string palette;
  for (int i = 0; i < 100; ++i) {
    palette += static_cast<char>(i * 2);
    palette += static_cast<char>(255 - i);
    palette += static_cast<char>(i * 5 % 256);
  }
  return palette;
}

}  // namespace

int samples_of(int colour_type) {
  switch (colour_type) {
    case 2:
      return 3;
    case 4:
      return 2;
    case 6:
      return 4;
    default:
      return 1;
  }
}

std::vector<int> pixel_of(const SampledPng& png, int x, int y) {
  return png.pixel ? png.pixel(x, y) : waves(png.colour_type, x, y);
}

std::string png_piece(std::string_view type, std::string_view data) {
  const auto body = std::string(type) + std::string(data);
  return be32(data.size()) + body + be32(crc_of(body));
}

std::string make_sampled_png(const SampledPng& png) {
  auto rows = filtered_rows(png);
  if (png.change_rows) png.change_rows(rows);
  auto packed = deflate({reinterpret_cast<const std::uint8_t*>(rows.data()), rows.size()}, 6);
  if (png.change_packed) png.change_packed(packed);
  auto header = be32(static_cast<std::size_t>(png.width)) +
                be32(static_cast<std::size_t>(png.height)) + "\x08" +
                static_cast<char>(png.colour_type);
  header.append(3, '\0');
  auto file = "\x89PNG\r\n\x1a\n" + png_piece("IHDR", header);
  if (png.colour_type == 3) file += png_piece("PLTE", palette_of(png));
  file += png.extra;
  const auto part = packed.size() / static_cast<std::size_t>(png.parts) + 1;
  for (std::size_t at = 0; at < packed.size(); at += part) {
    file += png_piece("IDAT", std::string_view(packed).substr(at, part));
  }
  return file + png_piece("IEND", {});
}

}  // namespace vitrine::images
