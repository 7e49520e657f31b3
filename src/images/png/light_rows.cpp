#include "images/png/light_rows.h"

#include <algorithm>

#include "images/planar/light.h"

namespace vitrine::images {

namespace {

constexpr int kOpaque = 255;

// Nothing here is negative, and unsigned numbers are divided faster.
int divided(int value, unsigned by) {
  return static_cast<int>((static_cast<unsigned>(value) + by / 2) / by);
}

std::uint8_t on_white(int sample, int alpha) {
  return static_cast<std::uint8_t>(divided(sample * alpha + 255 * (kOpaque - alpha), kOpaque));
}

// Light that is as much less as a pixel is transparent, for the alpha of the index.
int weighted(int light, int alpha) {
  return divided(light * alpha, kOpaque);
}

// Some pixels of a row, and where their light goes.
template <std::size_t colours>
struct Pixels {
  static constexpr std::size_t kSamples = colours + 1;

  const std::uint8_t* row;
  std::size_t count;
  std::size_t stride;
  std::int16_t* planes;

  std::uint8_t alpha(std::size_t x) const { return row[x * kSamples + colours]; }

  void make_opaque(const Light::BySample& light) const {
    for (std::size_t x = 0; x < count; ++x) {
      for (std::size_t i = 0; i < colours; ++i) {
        planes[i * stride + x] = light[row[x * kSamples + i]];
      }
    }
  }

  void fill(std::int16_t light) const {
    for (std::size_t i = 0; i < colours; ++i) std::fill_n(planes + i * stride, count, light);
  }

  void make_on_white(const Light::BySample& light) const {
    for (std::size_t x = 0; x < count; ++x) {
      for (std::size_t i = 0; i < colours; ++i) {
        planes[i * stride + x] = light[on_white(row[x * kSamples + i], alpha(x))];
      }
    }
  }

  void make_weighted(const Light::BySample& light) const {
    for (std::size_t x = 0; x < count; ++x) {
      for (std::size_t i = 0; i < colours; ++i) {
        planes[i * stride + x] =
            static_cast<std::int16_t>(weighted(light[row[x * kSamples + i]], alpha(x)));
      }
    }
  }

  void fill_alpha(std::int16_t light) const {
    std::fill_n(planes + colours * stride, count, light);
  }

  void make_alpha() const {
    for (std::size_t x = 0; x < count; ++x) {
      planes[colours * stride + x] = static_cast<std::int16_t>(weighted(kWhite, alpha(x)));
    }
  }
};

// True: all are opaque. Most pictures have large areas that are, or of which nothing is seen.
template <std::size_t colours>
bool make_light(const Pixels<colours>& pixels, bool is_on_white) {
  const auto& light = Light::tables().of_luma(0);
  unsigned all = kOpaque;
  unsigned any = 0;
  for (std::size_t x = 0; x < pixels.count; ++x) {
    all &= pixels.alpha(x);
    any |= pixels.alpha(x);
  }
  if (all == kOpaque) {
    pixels.make_opaque(light);
  } else if (any == 0) {
    pixels.fill(is_on_white ? kWhite : 0);
  } else if (is_on_white) {
    pixels.make_on_white(light);
  } else {
    pixels.make_weighted(light);
  }
  if (is_on_white) return true;
  if (all == any) {
    pixels.fill_alpha(static_cast<std::int16_t>(weighted(kWhite, static_cast<int>(all))));
  } else {
    pixels.make_alpha();
  }
  return all == kOpaque;
}

template <std::size_t colours>
bool to_light_of(const std::uint8_t* row,
                 const RowKind& kind,
                 std::size_t width,
                 std::size_t stride,
                 std::int16_t* planes) {
  if (!kind.has_alpha) {
    const auto& light = Light::tables().of_luma(0);
    for (std::size_t x = 0; x < width; ++x, row += colours) {
      for (std::size_t i = 0; i < colours; ++i) planes[i * stride + x] = light[row[i]];
    }
    return true;
  }
  constexpr std::size_t kTogether = 32;
  bool opaque = true;
  for (std::size_t x = 0; x < width; x += kTogether) {
    const Pixels<colours> pixels{.row = row + x * (colours + 1),
                                 .count = std::min(kTogether, width - x),
                                 .stride = stride,
                                 .planes = planes + x};
    opaque = make_light(pixels, kind.on_white) && opaque;
  }
  return opaque;
}

template <std::size_t colours>
void from_light_opaque(const std::int16_t* planes,
                       bool with_alpha,
                       std::size_t width,
                       std::size_t stride,
                       std::uint8_t* row) {
  const auto& light = Light::tables();
  for (std::size_t x = 0; x < width; ++x) {
    for (std::size_t i = 0; i < colours; ++i) *row++ = light.to_luma(planes[i * stride + x]);
    if (with_alpha) *row++ = kOpaque;
  }
}

template <std::size_t colours>
void from_light_with_alpha(const std::int16_t* planes,
                           std::size_t width,
                           std::size_t stride,
                           std::uint8_t* row) {
  const auto& light = Light::tables();
  for (std::size_t x = 0; x < width; ++x, row += colours + 1) {
    const int share = std::clamp<int>(planes[colours * stride + x], 0, kWhite);
    const int alpha = divided(share * kOpaque, kWhite);
    row[colours] = static_cast<std::uint8_t>(alpha);
    for (std::size_t i = 0; i < colours; ++i) {
      const int weighted = planes[i * stride + x];
      row[i] = alpha == 0 ? std::uint8_t{0} : light.to_luma(weighted * kWhite / share);
    }
  }
}

}  // namespace

bool to_light(const std::uint8_t* row,
              const RowKind& kind,
              std::size_t width,
              std::size_t stride,
              std::int16_t* planes) {
  return kind.colours == 1 ? to_light_of<1>(row, kind, width, stride, planes)
                           : to_light_of<3>(row, kind, width, stride, planes);
}

void from_light(const std::int16_t* planes,
                const RowKind& kind,
                std::size_t width,
                std::size_t stride,
                bool opaque,
                std::uint8_t* row) {
  const bool with_alpha = kind.planes() > kind.colours;
  const bool grey = kind.colours == 1;
  if (!with_alpha || opaque) {
    return grey ? from_light_opaque<1>(planes, with_alpha, width, stride, row)
                : from_light_opaque<3>(planes, with_alpha, width, stride, row);
  }
  return grey ? from_light_with_alpha<1>(planes, width, stride, row)
              : from_light_with_alpha<3>(planes, width, stride, row);
}

void copy_row(const std::uint8_t* row, const RowKind& kind, std::size_t width, std::uint8_t* to) {
  if (!kind.on_white) {
    std::copy_n(row, width * kind.samples(), to);
    return;
  }
  for (std::size_t x = 0; x < width; ++x, row += kind.samples()) {
    for (std::size_t i = 0; i < kind.colours; ++i) *to++ = on_white(row[i], row[kind.colours]);
  }
}

}  // namespace vitrine::images
