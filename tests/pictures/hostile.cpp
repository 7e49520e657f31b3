#include "pictures/hostile.h"

#include <stdexcept>

#include <vips/vips8>

#include "pictures/pictures.h"
#include "pictures/start_vips.h"

namespace vitrine::pictures {

namespace {

using namespace std::string_view_literals;

std::string big_endian(std::uint32_t value, int bytes) {
  std::string text;
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> shift & 0xff);
  }
  return text;
}

std::string little_endian(std::uint32_t value, int bytes) {
  const auto text = big_endian(value, bytes);
  return {text.rbegin(), text.rend()};
}

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char byte : bytes) {
    crc ^= static_cast<std::uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }
  return ~crc;
}

std::string png_chunk(std::string_view type, std::string_view data) {
  const auto body = std::string(type) + std::string(data);
  return big_endian(static_cast<std::uint32_t>(data.size()), 4) + body + big_endian(crc32(body), 4);
}

std::size_t find(std::string_view bytes, std::string_view what) {
  const auto at = bytes.find(what);
  if (at == std::string_view::npos) throw std::logic_error("not the file that was expected");
  return at;
}

// From the last start of scan to the end mark.
std::string_view last_scan(std::string_view jpeg) {
  const auto start = jpeg.rfind("\xff\xda"sv);
  const auto end = jpeg.rfind("\xff\xd9"sv);
  if (start == std::string_view::npos || end == std::string_view::npos || end < start) {
    throw std::logic_error("a JPEG without scans");
  }
  return jpeg.substr(start, end - start);
}

}  // namespace

std::string truncated(std::string_view file, std::size_t keep) {
  return std::string(file.substr(0, keep));
}

std::string corrupt_scan(std::string_view jpeg) {
  std::string broken(jpeg);
  const auto scan = last_scan(jpeg);
  const auto start = static_cast<std::size_t>(scan.data() - jpeg.data()) + scan.size() / 3;
  // No FF among them, so no marker comes or goes that was not there.
  for (std::size_t i = 0; i < scan.size() / 3; ++i) {
    broken[start + i] = static_cast<char>(i * 37 % 251);
  }
  return broken;
}

std::string header_only(std::string_view jpeg) {
  return std::string(jpeg.substr(0, find(jpeg, "\xff\xda"sv))) + "\xff\xd9";
}

std::string with_scans(std::string_view progressive_jpeg, int scans) {
  const auto scan = last_scan(progressive_jpeg);
  const auto end = static_cast<std::size_t>(scan.data() + scan.size() - progressive_jpeg.data());
  std::string file(progressive_jpeg.substr(0, end));
  int count = 0;
  for (std::size_t at = file.find("\xff\xda"); at != std::string::npos;
       at = file.find("\xff\xda", at + 2)) {
    ++count;
  }
  for (; count < scans; ++count) file += scan;
  return file + "\xff\xd9";
}

std::string huge_jpeg(std::uint16_t width, std::uint16_t height) {
  auto file = make_jpeg(16, 16);
  // Marker, length, bits, then height and width.
  const auto frame = find(file, "\xff\xc0"sv);
  file.replace(frame + 5, 4, big_endian(height, 2) + big_endian(width, 2));
  return file;
}

std::string huge_png(std::uint32_t width, std::uint32_t height) {
  // One bit grey, and a zlib stream of one empty block.
  const auto header =
      big_endian(width, 4) + big_endian(height, 4) + std::string("\x01\x00\x00\x00\x00"sv);
  return "\x89PNG\r\n\x1a\n" + png_chunk("IHDR", header) +
         png_chunk("IDAT", "\x78\x9c\x03\x00\x00\x00\x00\x01"sv) + png_chunk("IEND", "");
}

std::string huge_gif(std::uint16_t width, std::uint16_t height) {
  return many_frames(width, height, 1);
}

std::string huge_webp(std::uint32_t width, std::uint32_t height) {
  const auto canvas =
      std::string(4, '\0') + little_endian(width - 1, 3) + little_endian(height - 1, 3);
  const auto picture = make_webp(16, 16).substr(12);
  const auto body = "WEBPVP8X" + little_endian(10, 4) + canvas + picture;
  return "RIFF" + little_endian(static_cast<std::uint32_t>(body.size()), 4) + body;
}

std::string huge_avif(std::uint32_t width, std::uint32_t height) {
  auto file = make_avif(64, 64);
  const auto size = find(file, "ispe") + 8;
  file.replace(size, 8, big_endian(width, 4) + big_endian(height, 4));
  return file;
}

std::string png_bomb(int width, int height) {
  start_vips();
  VipsBlob* const blob = vips::VImage::black(width, height).pngsave_buffer();
  std::size_t size = 0;
  const auto* const bytes = static_cast<const char*>(vips_blob_get(blob, &size));
  std::string file(bytes, size);
  vips_area_unref(VIPS_AREA(blob));
  return file;
}

std::string many_frames(std::uint16_t width, std::uint16_t height, int frames) {
  const auto screen = little_endian(width, 2) + little_endian(height, 2);
  // A table of two colours.
  std::string file = "GIF89a" + screen + std::string("\x80\x00\x00\x00\x00\x00\xff\xff\xff"sv);
  for (int frame = 0; frame < frames; ++frame) {
    // At 0,0; one pixel; no table; two bits a code: clear, 0, end.
    file += "\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"sv;
  }
  return file + ";";
}

std::vector<Hostile> hostile_files() {
  const auto photo = make_jpeg(640, 480, {.progressive = true, .detailed = true});
  const auto baseline = make_jpeg(640, 480, {.detailed = true});
  const auto png = make_png(300, 200);
  const auto webp = make_webp(300, 200);
  const auto gif = make_gif(64, 48, {.frames = 5});
  const auto avif = make_avif(300, 200);
  return {
      {"nothing", ""},
      {"one byte", "\xff"},
      {"a text", "This is only called a picture.\n"},
      {"HTML", "<!DOCTYPE html><html><script>alert(1)</script></html>"},
      {"SVG with a script",
       R"(<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>)"},
      {"SVG with a file",
       R"(<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>)"},
      {"a zip", std::string("PK\x03\x04\x14\x00\x00\x00\x08\x00"sv)},
      {"a PDF", "%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"},
      {"a PPM", "P6 40000 40000 255\n"},
      {"a TIFF", make_tiff(16, 16)},
      {"an XPM for ImageMagick", "/* XPM */ static char *x[] = {\"1 1 1 1\",\"a c red\",\"a\"};"},
      {"a HEIC",
       std::string("\x00\x00\x00\x18"
                   "ftypheic\x00\x00\x00\x00mif1heic"sv)},
      {"only the magic of JPEG", "\xff\xd8\xff"},
      {"only the magic of PNG", "\x89PNG\r\n\x1a\n"},
      {"only the magic of GIF", "GIF89a"},
      {"only the magic of WebP", std::string("RIFF\x00\x00\x00\x00WEBP"sv)},
      {"only the magic of AVIF",
       std::string("\x00\x00\x00\x10"
                   "ftypavif\x00\x00\x00\x00"sv)},
      {"JPEG cut in the middle", truncated(baseline, baseline.size() / 2)},
      {"JPEG cut before its end mark", truncated(baseline, baseline.size() - 2)},
      {"progressive JPEG cut after some scans", truncated(photo, photo.size() / 2)},
      {"JPEG cut in its header", truncated(photo, 100)},
      {"JPEG without scans", header_only(photo)},
      {"PNG cut in the middle", truncated(png, png.size() / 2)},
      {"WebP cut in the middle", truncated(webp, webp.size() / 2)},
      {"GIF cut in the middle", truncated(gif, gif.size() / 2)},
      {"AVIF cut in the middle", truncated(avif, avif.size() / 2)},
      {"JPEG of 4 gigapixels", huge_jpeg(65'500, 65'500)},
      {"PNG of 4 gigapixels", huge_png(65'500, 65'500)},
      {"PNG of a billion by a billion", huge_png(1'000'000'000, 1'000'000'000)},
      {"PNG without a size", huge_png(0, 1)},
      {"GIF of 4 gigapixels", huge_gif(65'500, 65'500)},
      {"WebP of 268 megapixels", huge_webp(16'383, 16'383)},
      {"AVIF of 4 gigapixels", huge_avif(65'500, 65'500)},
      {"PNG of 64 megapixels of zeros", png_bomb(8'000, 8'000)},
      {"GIF of 1000 frames", many_frames(8, 8, 1'000)},
      {"JPEG of 200 scans", with_scans(photo, 200)},
  };
}

}  // namespace vitrine::pictures
