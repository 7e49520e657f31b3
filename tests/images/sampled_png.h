// PNG files of every kind that an encoder may write, good and bad, with known pixels. Written by
// itself, byte by byte, so that it can break every rule.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::images {

struct SampledPng {
  int width = 64;
  int height = 48;
  // As in the file: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha.
  int colour_type = 2;
  // 0 to 4 for all rows; -1: each in turn.
  int filter = -1;
  // Chunks that the pixels are spread over.
  int parts = 1;
  // Samples of a pixel, or its index; waves in all of them when it is absent.
  std::function<std::vector<int>(int x, int y)> pixel = {};
  // Red, green and blue of each colour; a hundred when it is empty.
  std::string palette = {};
  // Chunks between the header and the pixels.
  std::string extra = {};
  // What is done to the filtered rows, and to them as they are packed.
  std::function<void(std::string& rows)> change_rows = {};
  std::function<void(std::string& packed)> change_packed = {};
};

int samples_of(int colour_type);
std::vector<int> pixel_of(const SampledPng& png, int x, int y);

std::string png_piece(std::string_view type, std::string_view data);
std::string make_sampled_png(const SampledPng& png);

}  // namespace vitrine::images
