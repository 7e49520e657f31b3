// The picture of a cover, without its words: which colour each pixel has. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace vitrine::images {

// Red, green and blue, 0 to 255; in between while colours are mixed.
struct Paint {
  float red = 0;
  float green = 0;
  float blue = 0;
};

// `share` of `to`, 0 to 1.
Paint mix(Paint from, Paint to, float share);

struct CoverArt {
  // From dark to light.
  std::array<Paint, 4> palette;
  // What chance decides about the shapes, 0 to 1 each.
  std::array<float, 8> chance{};
  unsigned style = 0;
};

inline constexpr unsigned kCoverStyles = 5;

// Palette, style and chance from 16 bytes of a digest.
CoverArt cover_art(std::span<const std::uint8_t> digest);

// At x and y from 0 to 1, from the upper left; `blur` is the width of a pixel, for smooth edges.
Paint art_at(const CoverArt& art, float x, float y, float blur);

}  // namespace vitrine::images
