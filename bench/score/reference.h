// What a small picture should have been: the original decoded in full and resized by one Lanczos3
// pass in double precision, on encoded values or in linear light, never rounded to 8 bit. Shares no
// code with what it judges; only the decoders are libvips.
#pragma once

#include <string>
#include <vector>

namespace vitrine::score {

// Interleaved red, green and blue from 0 to 1.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<double> values;
};

// Luma from 0 to 255.
struct Plane {
  int width = 0;
  int height = 0;
  std::vector<double> values;
};

// Upright, in sRGB, on white. VError where the file is no picture.
Picture decode(const std::string& path);

Picture to_light(Picture picture);
Picture from_light(Picture picture);
Picture resize(const Picture& from, int width, int height);
Plane luma(const Picture& picture);
// As a PNG of 16 bit.
void save(const Picture& picture, const std::string& path);

}  // namespace vitrine::score
