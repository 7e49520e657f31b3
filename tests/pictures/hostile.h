// Files that strangers send to break an image server. Small: the largest is some 100 kB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::pictures {

// The first `keep` bytes.
std::string truncated(std::string_view file, std::size_t keep);
// A JPEG whose last scan has been overwritten with other bytes in the middle; markers are whole.
std::string corrupt_scan(std::string_view jpeg);
// A JPEG up to its first scan, and its end mark.
std::string header_only(std::string_view jpeg);
// A JPEG whose last scan is repeated until it has that many.
std::string with_scans(std::string_view progressive_jpeg, int scans);

// Headers that promise width x height pixels in a few bytes; checksums are right.
std::string huge_jpeg(std::uint16_t width, std::uint16_t height);
std::string huge_png(std::uint32_t width, std::uint32_t height);
std::string huge_gif(std::uint16_t width, std::uint16_t height);
std::string huge_webp(std::uint32_t width, std::uint32_t height);
std::string huge_avif(std::uint32_t width, std::uint32_t height);
// All of its pixels are there: black, and packed some thousand times.
std::string png_bomb(int width, int height);
// That many frames of 1x1 on a screen of width x height.
std::string many_frames(std::uint16_t width, std::uint16_t height, int frames);

struct Hostile {
  std::string name;  // how a row of a test table calls it
  std::string file;
};

// All of the above with numbers over the default limits of `images`, and things that are no
// pictures: text, HTML, SVG with a script, a zip, a PDF, nothing, one byte.
std::vector<Hostile> hostile_files();

}  // namespace vitrine::pictures
