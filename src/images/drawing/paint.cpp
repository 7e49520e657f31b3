#include "images/drawing/paint.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace vitrine::images {

namespace {

using vips::VImage;

// Text is drawn so many times as large, and averaged: letters then stand where the layout has them,
// to a quarter of a pixel, instead of where the font's hints would move them.
constexpr int kOversampling = 4;

struct Scale {
  double across = 1;
  double down = 1;

  // Of text, which keeps its shape.
  double text() const { return std::min(across, down); }
};

int rounded(double number) {
  return static_cast<int>(std::lround(number));
}

// All texts on black, one band.
VImage draw_texts(const LabelLayout& layout, Size size, Scale scale) {
  auto canvas = VImage::black(static_cast<int>(size.width) * kOversampling,
                              static_cast<int>(size.height) * kOversampling);
  for (const auto& part : layout.parts) {
    const auto ink =
        ink_of(part.text, layout.style, part.cap_height * scale.text() * kOversampling);
    const double across = part.middle * scale.across * kOversampling;
    const double down = (part.base - part.cap_height / 2) * scale.down * kOversampling;
    canvas = canvas.insert(ink.coverage,
                           rounded(across - ink.coverage.width() / 2.0),
                           rounded(down - ink.above_middle));
  }
  return canvas.shrink(kOversampling, kOversampling).copy_memory();
}

// How much of the pixel lies within the label, whose ends are half circles.
double coverage_at(double x, double y, Size size) {
  const double radius = size.height / 2.0;
  const double from_middle = std::abs(x + 0.5 - size.width / 2.0);
  const double across = std::max(0.0, from_middle - (size.width / 2.0 - radius));
  const double down = y + 0.5 - radius;
  return std::clamp(radius - std::hypot(across, down) + 0.5, 0.0, 1.0);
}

// So few that the colours of any label fit in a palette, and more than anybody can tell apart.
double in_steps(double share) {
  constexpr double kSteps = 60;
  return std::round(share * kSteps) / kSteps;
}

std::uint8_t mixed(std::uint8_t from, std::uint8_t to, double share) {
  return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
}

Colour mixed(Colour from, Colour to, double share) {
  return {mixed(from.red, to.red, share),
          mixed(from.green, to.green, share),
          mixed(from.blue, to.blue, share)};
}

// Left of where they meet the first part, right of it the last; in between both.
Colour background_at(const LabelLayout& layout, std::uint32_t x, double across) {
  const auto& last = layout.parts.back();
  const double share = std::clamp(x + 1 - last.left * across, 0.0, 1.0);
  return mixed(layout.parts.front().background, last.background, share);
}

Colour text_colour_at(const LabelLayout& layout, std::uint32_t x, double across) {
  const auto& last = layout.parts.back();
  return x + 0.5 >= last.left * across ? last.text_colour : layout.parts.front().text_colour;
}

// All pixels of a layout that has parts. What nobody sees stays black.
void fill(std::vector<std::uint8_t>& samples, const LabelLayout& layout, Size size) {
  const Scale scale{static_cast<double>(size.width) / layout.size.width,
                    static_cast<double>(size.height) / layout.size.height};
  const auto texts = draw_texts(layout, size, scale);
  const auto* text = static_cast<const std::uint8_t*>(texts.data());
  auto* sample = samples.data();
  for (std::uint32_t y = 0; y < size.height; ++y) {
    for (std::uint32_t x = 0; x < size.width; ++x, ++text, sample += 4) {
      const double coverage = in_steps(coverage_at(x, y, size));
      if (coverage == 0) continue;
      const auto background = background_at(layout, x, scale.across);
      const auto colour =
          mixed(background, text_colour_at(layout, x, scale.across), in_steps(*text / 255.0));
      sample[0] = colour.red;
      sample[1] = colour.green;
      sample[2] = colour.blue;
      sample[3] = mixed(0, 255, coverage);
    }
  }
}

}  // namespace

VImage paint(const LabelLayout& layout, Size size) {
  std::vector<std::uint8_t> samples(size.pixels() * 4);
  if (!layout.parts.empty()) fill(samples, layout, size);
  const auto image = VImage::new_from_memory(samples.data(),
                                             samples.size(),
                                             static_cast<int>(size.width),
                                             static_cast<int>(size.height),
                                             4,
                                             VIPS_FORMAT_UCHAR);
  return image.copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB))
      .copy_memory();
}

}  // namespace vitrine::images
