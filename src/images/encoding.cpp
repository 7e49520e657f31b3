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

// Qualities of equal look. Seven photographs at 500 and 1000 pixels were encoded at every quality,
// and each JPEG was matched with the WebP and the AVIF of the same score against the unencoded
// pixels. A point is the mean over PSNR, SSIM, butteraugli and ssimulacra, photographs weighted by
// their bytes; single ones lie up to twenty steps off. At equal look WebP takes 0.8 to 0.9 and AVIF
// 0.55 to 0.6 of the bytes of JPEG.
constexpr std::array<Point, 9> kWebp = {
    {{1, 3}, {20, 19}, {30, 34}, {50, 56}, {60, 63}, {70, 71}, {80, 80}, {90, 91}, {100, 100}}};
constexpr std::array<Point, 9> kAvif = {
    {{1, 20}, {20, 32}, {30, 40}, {50, 48}, {60, 51}, {70, 57}, {80, 65}, {90, 81}, {100, 100}}};

int interpolate(std::span<const Point> table, int quality) {
  const auto above = std::ranges::find_if(
      table, [quality](const Point& point) { return point.quality >= quality; });
  check(quality >= 1 && above != table.end(), "a quality is from 1 to 100");
  if (above == table.begin()) return above->encoder;
  const Point& below = *(above - 1);
  const int steps = above->quality - below.quality;
  const int rise = above->encoder - below.encoder;
  return below.encoder + (rise * (quality - below.quality) + steps / 2) / steps;
}

// From here on chroma keeps its full resolution, for those who care for every edge.
constexpr int kFullChroma = 90;

// A decode with detail to spare scores higher and costs 2 to 3 % more bytes. One step of quality
// gives the bytes back and keeps the better score, so that a number buys what it buys elsewhere.
int jpeg_quality(int quality, bool detailed) {
  return detailed && quality < kFullChroma ? std::max(1, quality - 1) : quality;
}

// About 10 kB of a photograph. Above, several scans save 2 to 5 % of bytes; below, they cost bytes.
constexpr std::uint64_t kProgressivePixelsMin = 100'000;

// Effort 2 takes 3 % more bytes than 4 and a quarter of the time; above 2 the encoder costs more
// than decoding and resizing together.
constexpr int kWebpEffort = 2;
// Made again when nobody waits.
constexpr int kWebpCarefulEffort = 4;

// libaom cannot be stopped once it runs, so the size decides: effort 1 takes up to 0.3 s a
// megapixel, effort 0 up to 0.1 s with some 0.5 dB less; 2 is a third dearer than 1 and hardly
// better. Up to ten megapixels stay below a second.
int avif_effort(std::uint64_t pixels) {
  constexpr std::uint64_t kCarefulPixelsMax = 2'000'000;
  return pixels <= kCarefulPixelsMax ? 1 : 0;
}

// 3 % more bytes than the default of 7 for a third of the time.
constexpr int kGifEffort = 3;

}  // namespace

Encoding make_encoding(const Recipe& recipe, std::uint64_t pixels, bool detailed) {
  Encoding encoding{.format = recipe.format, .quality = recipe.quality};
  encoding.subsample = recipe.quality < kFullChroma;
  switch (recipe.format) {
    case Format::jpeg:
      encoding.quality = jpeg_quality(recipe.quality, detailed);
      encoding.progressive = pixels >= kProgressivePixelsMin;
      break;
    case Format::webp:
      encoding.quality = interpolate(kWebp, recipe.quality);
      encoding.effort = recipe.careful ? kWebpCarefulEffort : kWebpEffort;
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

std::optional<std::uint64_t> pixels_max(Format format) {
  if (format == Format::avif) return 25'000'000;
  return std::nullopt;
}

}  // namespace vitrine::images
