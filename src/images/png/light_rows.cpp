#include "images/png/light_rows.h"

#include <algorithm>

#include "images/planar/light.h"

namespace vitrine::images {

namespace {

constexpr int kOpaque = 255;

int divided(int value, int by) {
  return (value + by / 2) / by;
}

std::uint8_t on_white(int sample, int alpha) {
  return static_cast<std::uint8_t>(divided(sample * alpha + 255 * (kOpaque - alpha), kOpaque));
}

template <std::size_t colours>
bool to_light_of(const std::uint8_t* row,
                 const RowKind& kind,
                 std::size_t width,
                 std::size_t stride,
                 std::int16_t* planes) {
  const auto& light = Light::tables().of_luma(0);
  if (!kind.has_alpha) {
    for (std::size_t x = 0; x < width; ++x, row += colours) {
      for (std::size_t i = 0; i < colours; ++i) planes[i * stride + x] = light[row[i]];
    }
    return true;
  }
  int every_alpha = kOpaque;
  for (std::size_t x = 0; x < width; ++x, row += colours + 1) {
    const int alpha = row[colours];
    every_alpha &= alpha;
    if (alpha == kOpaque) {
      for (std::size_t i = 0; i < colours; ++i) planes[i * stride + x] = light[row[i]];
    } else if (kind.on_white) {
      for (std::size_t i = 0; i < colours; ++i)
        planes[i * stride + x] = light[on_white(row[i], alpha)];
    } else {
      for (std::size_t i = 0; i < colours; ++i) {
        planes[i * stride + x] = static_cast<std::int16_t>(divided(light[row[i]] * alpha, kOpaque));
      }
    }
    if (!kind.on_white) {
      planes[colours * stride + x] = static_cast<std::int16_t>(divided(alpha * kWhite, kOpaque));
    }
  }
  return every_alpha == kOpaque || kind.on_white;
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
