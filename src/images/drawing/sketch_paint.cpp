#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "images/drawing/sketch.h"

namespace vitrine::images {

namespace {

using vips::VImage;

struct Canvas {
  int width = 0;
  int height = 0;
  double scale = 1;
  std::vector<std::uint8_t> samples;

  void mix(int x, int y, Colour colour, double share) {
    if (x < 0 || y < 0 || x >= width || y >= height || share <= 0) return;
    auto* const sample = &samples[(static_cast<std::size_t>(y) * width + x) * 3];
    const auto toward = [share](std::uint8_t from, std::uint8_t to) {
      return static_cast<std::uint8_t>(std::lround(from + (to - from) * std::min(share, 1.0)));
    };
    sample[0] = toward(sample[0], colour.red);
    sample[1] = toward(sample[1], colour.green);
    sample[2] = toward(sample[2], colour.blue);
  }
};

int floor_of(double number) {
  return static_cast<int>(std::floor(number));
}

double distance(Point from, Point a, Point b) {
  const double across = b.x - a.x;
  const double down = b.y - a.y;
  const double square = across * across + down * down;
  const double along =
      square == 0
          ? 0
          : std::clamp(((from.x - a.x) * across + (from.y - a.y) * down) / square, 0.0, 1.0);
  return std::hypot(from.x - a.x - along * across, from.y - a.y - along * down);
}

// A line has as many points as there are values, so they are walked along with x.
double height_at(const std::vector<Point>& line, double x, std::size_t& segment) {
  while (segment + 2 < line.size() && line[segment + 1].x < x) ++segment;
  const auto& a = line[segment];
  const auto& b = line[std::min(segment + 1, line.size() - 1)];
  const double share = b.x == a.x ? 0 : std::clamp((x - a.x) / (b.x - a.x), 0.0, 1.0);
  return a.y + (b.y - a.y) * share;
}

struct Painter {
  Canvas& canvas;

  void operator()(const Bar& box) const {
    const double s = canvas.scale;
    const double half_width = box.width * s / 2;
    const double half_height = box.height * s / 2;
    const double radius = std::min({box.radius * s, half_width, half_height});
    const Point middle{box.corner.x * s + half_width, box.corner.y * s + half_height};
    for (int y = floor_of(middle.y - half_height); y <= middle.y + half_height; ++y) {
      for (int x = floor_of(middle.x - half_width); x <= middle.x + half_width; ++x) {
        const double across = std::abs(x + 0.5 - middle.x) - (half_width - radius);
        const double down = std::abs(y + 0.5 - middle.y) - (half_height - radius);
        const double outside = std::hypot(std::max(across, 0.0), std::max(down, 0.0)) +
                               std::min(std::max(across, down), 0.0) - radius;
        canvas.mix(x, y, box.colour, std::clamp(0.5 - outside, 0.0, 1.0));
      }
    }
  }

  void operator()(const Area& area) const {
    if (area.line.empty()) return;
    const double s = canvas.scale;
    const int last = floor_of(area.line.back().x * s);
    std::size_t segment = 0;
    for (int x = floor_of(area.line.front().x * s); x < last; ++x) {
      const double top = height_at(area.line, (x + 0.5) / s, segment) * s;
      for (int y = floor_of(top); y < area.base * s; ++y) {
        const double covered = std::min(y + 1.0, area.base * s) - std::max<double>(y, top);
        canvas.mix(x, y, area.colour, covered * area.opacity);
      }
    }
  }

  // Each pixel once, however many segments come near it.
  void operator()(const Stroke& stroke) const {
    if (stroke.line.size() < 2) return;
    const double s = canvas.scale;
    const double half = stroke.width / 2;
    const double reach = half + 1 / s;
    const auto [low, high] = std::ranges::minmax(stroke.line, {}, &Point::y);
    std::size_t first = 0;
    const int last_x = floor_of((stroke.line.back().x + reach) * s);
    for (int x = floor_of((stroke.line.front().x - reach) * s); x <= last_x; ++x) {
      const double at_x = (x + 0.5) / s;
      while (first + 2 < stroke.line.size() && stroke.line[first + 1].x < at_x - reach) ++first;
      for (int y = floor_of((low.y - reach) * s); y <= (high.y + reach) * s; ++y) {
        const double near = nearest({at_x, (y + 0.5) / s}, stroke.line, first, at_x + reach);
        canvas.mix(x, y, stroke.colour, std::clamp((half - near) * s + 0.5, 0.0, 1.0));
      }
    }
  }

  static double nearest(Point from, const std::vector<Point>& line, std::size_t first, double end) {
    double least = std::numeric_limits<double>::max();
    for (auto i = first; i + 1 < line.size() && line[i].x <= end; ++i) {
      least = std::min(least, distance(from, line[i], line[i + 1]));
    }
    return least;
  }

  void operator()(const Words& words) const {
    try {
      write(words);
    } catch (const vips::VError&) {
      // No font has ink for it.
      vips_error_clear();
    }
  }

  void write(const Words& words) const {
    const double s = canvas.scale;
    double cap_height = words.cap_height * s;
    auto ink = ink_of(words.text, {.weight = words.weight}, cap_height);
    const double room = words.width_max * s;
    if (room > 0 && ink.coverage.width() > room) {
      cap_height *= room / ink.coverage.width();
      ink = ink_of(words.text, {.weight = words.weight}, cap_height);
    }
    const int width = ink.coverage.width();
    const double shift = words.anchor == Anchor::start    ? 0
                         : words.anchor == Anchor::middle ? width / 2.0
                                                          : width;
    const int left = floor_of(words.at.x * s - shift + 0.5);
    const int top = floor_of(words.at.y * s - cap_height / 2 - ink.above_middle + 0.5);
    const auto* sample = static_cast<const std::uint8_t*>(ink.coverage.data());
    for (int y = 0; y < ink.coverage.height(); ++y) {
      for (int x = 0; x < width; ++x, ++sample) {
        canvas.mix(left + x, top + y, words.colour, *sample / 255.0);
      }
    }
  }
};

}  // namespace

VImage paint(const Sketch& sketch, int scale) {
  Canvas canvas{.width = static_cast<int>(sketch.size.width) * scale,
                .height = static_cast<int>(sketch.size.height) * scale,
                .scale = static_cast<double>(scale),
                .samples = {}};
  canvas.samples.assign(static_cast<std::size_t>(canvas.width) * canvas.height * 3, 255);
  for (const auto& shape : sketch.shapes) std::visit(Painter{canvas}, shape);
  return VImage::new_from_memory(canvas.samples.data(),
                                 canvas.samples.size(),
                                 canvas.width,
                                 canvas.height,
                                 3,
                                 VIPS_FORMAT_UCHAR)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB))
      .copy_memory();
}

}  // namespace vitrine::images
