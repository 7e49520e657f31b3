#include "images/png/light_rows.h"

#include <algorithm>
#include <cstring>

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

// Light that is as much less as a pixel is transparent.
std::int16_t weighted(int light, int alpha) {
  return static_cast<std::int16_t>(divided(light * alpha, kOpaque));
}

// Some pixels of a row that lie beside each other, and where their light goes.
template <std::size_t colours, bool has_alpha>
struct Pixels {
  static constexpr std::size_t kSamples = colours + (has_alpha ? 1 : 0);

  const std::uint8_t* row;
  std::size_t count;
  std::size_t stride;
  std::int16_t* planes;

  std::uint8_t alpha(std::size_t x) const { return row[x * kSamples + colours]; }

  // `light(sample, x)` of every colour of every pixel.
  template <typename LightOf>
  void make_colours(LightOf light) const {
    for (std::size_t x = 0; x < count; ++x) {
      for (std::size_t i = 0; i < colours; ++i) {
        planes[i * stride + x] = light(row[x * kSamples + i], x);
      }
    }
  }

  void make_alpha() const {
    for (std::size_t x = 0; x < count; ++x)
      planes[colours * stride + x] = weighted(kWhite, alpha(x));
  }

  void fill(std::size_t plane, std::int16_t light) const {
    std::fill_n(planes + plane * stride, count, light);
  }

  // All are of one colour, as most pixels of a drawing are beside their neighbours.
  bool is_flat() const {
    return count > 1 && row[0] == row[kSamples] &&
           std::memcmp(row, row + kSamples, (count - 1) * kSamples) == 0;
  }

  Pixels first() const { return {.row = row, .count = 1, .stride = stride, .planes = planes}; }
};

// True: no alpha is below 255, or it is on white.
template <std::size_t colours, bool has_alpha>
bool make_light(const Pixels<colours, has_alpha>& pixels, bool is_on_white) {
  const auto& table = Light::tables().of_luma(0);
  unsigned all = kOpaque;
  if constexpr (has_alpha) {
    for (std::size_t x = 0; x < pixels.count; ++x) all &= pixels.alpha(x);
  }
  const bool opaque = all == kOpaque;
  if (opaque) {
    pixels.make_colours([&](std::uint8_t sample, std::size_t) { return table[sample]; });
  } else if (is_on_white) {
    pixels.make_colours([&](std::uint8_t sample, std::size_t x) {
      return table[on_white(sample, pixels.alpha(x))];
    });
  } else {
    pixels.make_colours([&](std::uint8_t sample, std::size_t x) {
      return weighted(table[sample], pixels.alpha(x));
    });
  }
  if (!has_alpha || is_on_white) return true;
  if (opaque) {
    pixels.fill(colours, kWhite);
  } else {
    pixels.make_alpha();
  }
  return opaque;
}

template <std::size_t colours, bool has_alpha>
bool to_light_of(const std::uint8_t* row,
                 const RowKind& kind,
                 std::size_t width,
                 std::size_t stride,
                 std::int16_t* planes) {
  using Run = Pixels<colours, has_alpha>;
  constexpr std::size_t kTogether = 32;
  bool opaque = true;
  for (std::size_t x = 0; x < width; x += kTogether) {
    const Run pixels{.row = row + x * Run::kSamples,
                     .count = std::min(kTogether, width - x),
                     .stride = stride,
                     .planes = planes + x};
    if (pixels.is_flat()) {
      opaque = make_light(pixels.first(), kind.on_white) && opaque;
      for (std::size_t i = 0; i < kind.planes(); ++i) pixels.fill(i, planes[i * stride + x]);
    } else {
      opaque = make_light(pixels, kind.on_white) && opaque;
    }
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
  const bool grey = kind.colours == 1;
  const auto make = kind.has_alpha ? (grey ? to_light_of<1, true> : to_light_of<3, true>)
                                   : (grey ? to_light_of<1, false> : to_light_of<3, false>);
  return make(row, kind, width, stride, planes);
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
