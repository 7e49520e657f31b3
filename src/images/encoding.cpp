#include "images/encoding.h"

#include <algorithm>
#include <array>
#include <span>

#include "failure/check.h"

namespace vitrine::images {

namespace {

struct Point {
  int quality;
  int encoder;
};

// placeholder tables until measured
constexpr std::array<Point, 4> kWebp = {{{1, 1}, {50, 46}, {80, 78}, {100, 100}}};
constexpr std::array<Point, 4> kAvif = {{{1, 1}, {50, 40}, {80, 62}, {100, 100}}};

int interpolate(std::span<const Point> table, int quality) {
  const auto above = std::ranges::find_if(
      table, [quality](const Point& point) { return point.quality >= quality; });
  check(above != table.end(), "a quality over 100");
  if (above == table.begin()) return above->encoder;
  const Point& low = *(above - 1);
  const int span = above->quality - low.quality;
  return low.encoder + ((above->encoder - low.encoder) * (quality - low.quality) + span / 2) / span;
}

int avif_effort(std::uint64_t pixels) {
  if (pixels <= 500'000) return 2;
  return pixels <= 1'500'000 ? 1 : 0;
}

constexpr int kWebpEffort = 2;
constexpr int kGifEffort = 3;
constexpr std::uint64_t kProgressivePixelsMin = 65'536;
constexpr int kFullChroma = 90;

}  // namespace

Encoding make_encoding(const Recipe& recipe, std::uint64_t pixels, bool detailed) {
  Encoding encoding{.format = recipe.format, .quality = recipe.quality};
  encoding.subsample = recipe.quality < kFullChroma;
  switch (recipe.format) {
    case Format::jpeg:
      encoding.progressive = pixels >= kProgressivePixelsMin;
      if (detailed && encoding.subsample) encoding.quality = std::max(1, recipe.quality - 1);
      break;
    case Format::webp:
      encoding.quality = interpolate(kWebp, recipe.quality);
      encoding.effort = kWebpEffort;
      break;
    case Format::avif:
      encoding.quality = interpolate(kAvif, recipe.quality);
      encoding.effort = avif_effort(pixels);
      break;
    case Format::gif:
      encoding.effort = kGifEffort;
      break;
    case Format::png:
      break;
  }
  return encoding;
}

std::uint32_t side_max(Format format) {
  switch (format) {
    case Format::webp:
      return 16'383;
    case Format::avif:
      return 16'384;
    case Format::jpeg:
    case Format::gif:
      return 65'535;
    case Format::png:
      return 1'000'000;
  }
  return 0;
}

}  // namespace vitrine::images
