// JPEGs with what libvips cannot write: any sampling of colour, restart marks. A photograph-like
// pattern of smooth waves, or samples that are given.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::images {

struct SampledJpeg {
  int width = 64;
  int height = 48;
  int quality = 90;
  // 1 or 2.
  int across = 2;
  int down = 2;
  bool grey = false;
  bool progressive = false;
  bool arithmetic = false;
  // Units between restart marks; 0: none.
  unsigned restart = 0;
  // Red, green and blue of a pixel; empty: waves.
  std::function<std::vector<int>(int x, int y)> colour = {};
};

std::string make_sampled_jpeg(const SampledJpeg& options);

// Luma as libjpeg decodes it, in full; row after row.
std::vector<std::uint8_t> luma_of(std::string_view jpeg);

// The same coefficients in one scan, and no metadata.
std::string baseline_of(std::string_view jpeg);

}  // namespace vitrine::images
