#include "images/difference.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "images/decode.h"
#include "images/survey/broken.h"

namespace vitrine::images {

namespace {

using vips::VImage;

constexpr std::size_t kBlock = 8;
constexpr std::size_t kColours = 3;

struct Pixels {
  std::size_t width = 0;
  std::size_t height = 0;
  // Red, green and blue of each.
  std::vector<std::uint8_t> samples;
};

Result<Pixels> decoded_pixels(std::string_view bytes) {
  // It is a result of ours, so its size has been checked.
  Limits limits;
  limits.pixels_max = UINT64_MAX;
  TRY(const auto opened, open(bytes, limits));
  VImage image = opened.image;
  if (image.has_alpha()) image = image.flatten(VImage::option()->set("background", 255));
  image = image.colourspace(VIPS_INTERPRETATION_sRGB).cast(VIPS_FORMAT_UCHAR);
  Pixels pixels{static_cast<std::size_t>(image.width()),
                static_cast<std::size_t>(image.height()),
                std::vector<std::uint8_t>(opened.source.size.pixels() * kColours)};
  const auto finished = VImage::new_from_memory(pixels.samples.data(),
                                                pixels.samples.size(),
                                                image.width(),
                                                image.height(),
                                                kColours,
                                                VIPS_FORMAT_UCHAR);
  image.write(finished);
  return pixels;
}

double luma_at(const Pixels& pixels, std::size_t index) {
  const auto* const colour = pixels.samples.data() + index * kColours;
  return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
}

double luma_psnr(const Pixels& a, const Pixels& b) {
  double sum = 0;
  const auto count = a.width * a.height;
  for (std::size_t i = 0; i < count; ++i) {
    const double apart = luma_at(a, i) - luma_at(b, i);
    sum += apart * apart;
  }
  if (sum == 0) return kPsnrMax;
  return std::min(kPsnrMax, 10 * std::log10(255.0 * 255.0 * static_cast<double>(count) / sum));
}

// From `at` to behind the last one of a block; the last block of a line is moved back until it is
// whole, because the mean of a few pixels is noise.
struct Side {
  std::size_t begin;
  std::size_t end;
};

Side side_at(std::size_t at, std::size_t length) {
  const auto end = std::min(at + kBlock, length);
  return {end > kBlock ? end - kBlock : 0, end};
}

std::array<double, kColours> block_apart(const Pixels& a, const Pixels& b, Side x, Side y) {
  std::array<int, kColours> sums{};
  for (auto row = y.begin; row < y.end; ++row) {
    for (auto i = (row * a.width + x.begin) * kColours; i < (row * a.width + x.end) * kColours;) {
      for (auto& sum : sums) {
        sum += a.samples[i] - b.samples[i];
        ++i;
      }
    }
  }
  const auto count = static_cast<double>((x.end - x.begin) * (y.end - y.begin));
  std::array<double, kColours> means{};
  std::ranges::transform(sums, means.begin(), [&](int sum) { return std::abs(sum) / count; });
  return means;
}

std::array<double, kColours> greatest_block_means(const Pixels& a, const Pixels& b) {
  std::array<double, kColours> greatest{};
  for (std::size_t y = 0; y < a.height; y += kBlock) {
    for (std::size_t x = 0; x < a.width; x += kBlock) {
      const auto apart = block_apart(a, b, side_at(x, a.width), side_at(y, a.height));
      for (std::size_t i = 0; i < kColours; ++i) greatest[i] = std::max(greatest[i], apart[i]);
    }
  }
  return greatest;
}

}  // namespace

bool Difference::is_large() const {
  if (luma_psnr < kVerifiedPsnrMin) return true;
  return !std::ranges::equal(block_means, kVerifiedBlockMax, std::ranges::less_equal{});
}

Result<Difference> difference_of(std::string_view bytes, std::string_view expected) {
  try {
    TRY(const auto a, decoded_pixels(bytes));
    TRY(const auto b, decoded_pixels(expected));
    if (a.width != b.width || a.height != b.height) {
      return fail(
          FailureKind::unsupported,
          fmt::format(
              "The pictures have {}x{} and {}x{} pixels", a.width, a.height, b.width, b.height));
    }
    return Difference{luma_psnr(a, b), greatest_block_means(a, b)};
  } catch (const vips::VError& error) {
    vips_error_clear();
    return broken(error.what());
  }
}

}  // namespace vitrine::images
