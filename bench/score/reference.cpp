#include "score/reference.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include <vips/vips8>

namespace vitrine::score {

namespace {

using vips::VImage;

double decoded(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double encoded(double value) {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

double lanczos3(double x) {
  if (x == 0) return 1;
  if (std::abs(x) >= 3) return 0;
  const double angle = std::numbers::pi * x;
  return 3 * std::sin(angle) * std::sin(angle / 3) / (angle * angle);
}

// Weights of one result sample: the source samples from `first` on.
struct Taps {
  int first = 0;
  std::vector<double> weights;
};

std::vector<Taps> make_taps(int from, int to) {
  const double scale = static_cast<double>(from) / to;
  const double stretch = std::max(scale, 1.0);
  std::vector<Taps> taps;
  for (int i = 0; i < to; ++i) {
    const double centre = (i + 0.5) * scale;
    Taps tap{std::max(0, static_cast<int>(std::floor(centre - 3 * stretch))), {}};
    const int last = std::min(from, static_cast<int>(std::ceil(centre + 3 * stretch)));
    double sum = 0;
    for (int j = tap.first; j < last; ++j) {
      tap.weights.push_back(lanczos3((j + 0.5 - centre) / stretch));
      sum += tap.weights.back();
    }
    for (double& weight : tap.weights) weight /= sum;
    taps.push_back(std::move(tap));
  }
  return taps;
}

std::size_t row_values(int width) {
  return static_cast<std::size_t>(width) * 3;
}

void resize_row(const double* row, const std::vector<Taps>& taps, double* out) {
  for (const Taps& tap : taps) {
    const double* in = row + row_values(tap.first);
    double red = 0;
    double green = 0;
    double blue = 0;
    for (const double weight : tap.weights) {
      red += weight * in[0];
      green += weight * in[1];
      blue += weight * in[2];
      in += 3;
    }
    *out++ = red;
    *out++ = green;
    *out++ = blue;
  }
}

}  // namespace

Picture decode(const std::string& path) {
  VImage image = VImage::new_from_file(path.c_str()).autorot();
  const bool has_profile = vips_image_get_typeof(image.get_image(), VIPS_META_ICC_NAME) != 0;
  if (has_profile || image.interpretation() == VIPS_INTERPRETATION_CMYK) {
    image = image.icc_transform("srgb", VImage::option()->set("embedded", true));
  }
  image = image.colourspace(VIPS_INTERPRETATION_sRGB);
  if (image.has_alpha()) image = image.flatten(VImage::option()->set("background", 255.0));
  std::size_t bytes = 0;
  void* const memory = image.cast(VIPS_FORMAT_UCHAR).write_to_memory(&bytes);
  const auto* const samples = static_cast<const std::uint8_t*>(memory);
  Picture picture{image.width(), image.height(), {}};
  picture.values.reserve(bytes);
  std::transform(samples, samples + bytes, std::back_inserter(picture.values), [](int sample) {
    return sample / 255.0;
  });
  g_free(memory);
  return picture;
}

Picture to_light(Picture picture) {
  std::ranges::transform(picture.values, picture.values.begin(), decoded);
  return picture;
}

Picture from_light(Picture picture) {
  std::ranges::transform(picture.values, picture.values.begin(), encoded);
  return picture;
}

Picture resize(const Picture& from, int width, int height) {
  const auto across = make_taps(from.width, width);
  std::vector<double> narrow(row_values(width) * static_cast<std::size_t>(from.height));
  for (int y = 0; y < from.height; ++y) {
    const auto row = static_cast<std::size_t>(y);
    resize_row(
        &from.values[row * row_values(from.width)], across, &narrow[row * row_values(width)]);
  }
  Picture result{width, height, {}};
  result.values.resize(row_values(width) * static_cast<std::size_t>(height));
  double* out = result.values.data();
  for (const Taps& tap : make_taps(from.height, height)) {
    const double* in = &narrow[static_cast<std::size_t>(tap.first) * row_values(width)];
    for (const double weight : tap.weights) {
      for (std::size_t x = 0; x < row_values(width); ++x) out[x] += weight * *in++;
    }
    out += row_values(width);
  }
  return result;
}

Plane luma(const Picture& picture) {
  Plane plane{picture.width, picture.height, {}};
  plane.values.reserve(picture.values.size() / 3);
  for (std::size_t i = 0; i < picture.values.size(); i += 3) {
    const double red = std::clamp(picture.values[i], 0.0, 1.0);
    const double green = std::clamp(picture.values[i + 1], 0.0, 1.0);
    const double blue = std::clamp(picture.values[i + 2], 0.0, 1.0);
    plane.values.push_back(255 * (0.299 * red + 0.587 * green + 0.114 * blue));
  }
  return plane;
}

void save(const Picture& picture, const std::string& path) {
  std::vector<std::uint16_t> samples(picture.values.size());
  std::ranges::transform(picture.values, samples.begin(), [](double value) {
    return static_cast<std::uint16_t>(std::lround(std::clamp(value, 0.0, 1.0) * 65'535));
  });
  VImage::new_from_memory(samples.data(),
                          samples.size() * sizeof(samples[0]),
                          picture.width,
                          picture.height,
                          3,
                          VIPS_FORMAT_USHORT)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_RGB16))
      .pngsave(path.c_str(), VImage::option()->set("compression", 1));
}

}  // namespace vitrine::score
