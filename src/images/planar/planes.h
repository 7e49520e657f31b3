// A picture as its JPEG keeps it: luma and two colour differences, each a plane of 8 bit samples of
// its own size. Values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "images/plan.h"

namespace vitrine::images {

template <typename Sample>
struct PlaneOf {
  PlaneOf() = default;

  PlaneOf(std::uint32_t across, std::uint32_t down, std::size_t row_length)
      : width(across), height(down), stride(row_length), samples(row_length * down) {}

  PlaneOf(std::uint32_t across, std::uint32_t down) : PlaneOf(across, down, across) {}

  const Sample* row(std::size_t y) const { return samples.data() + y * stride; }

  Sample* row(std::size_t y) { return samples.data() + y * stride; }

  std::uint32_t width = 0;
  std::uint32_t height = 0;
  // Samples from one row to the next.
  std::size_t stride = 0;
  std::vector<Sample> samples;
};

using Plane = PlaneOf<std::uint8_t>;

// How far a decode shrinks: a block of 8x8 becomes one of scale x scale.
struct Scales {
  int luma = 8;
  int chroma = 8;

  bool operator==(const Scales&) const = default;
};

// Decoded at these scales. The planes hold whole blocks, so they reach past the picture at the
// right and at the bottom.
struct DecodedPlanes {
  // Of the original, as stored.
  Size original;
  Scales scales;
  bool grey = false;
  // Pixels of the original per sample of colour at scale 8: 1 or 2.
  std::uint32_t chroma_across = 1;
  std::uint32_t chroma_down = 1;
  Plane luma;
  Plane blue;
  Plane red;
  // One value for each block of the luma: the standard deviation that its samples lost by the
  // shrinking, in steps of kSpreadStep.
  Plane spread;
};

inline constexpr int kSpreadStep = 2;
inline constexpr int kSpreads = 64;

// What an encoder gets. Colour has the size of the luma, or half of it, rounded up.
struct FinishedPlanes {
  bool grey = false;
  bool half_chroma = true;
  Plane luma;
  Plane blue;
  Plane red;
};

}  // namespace vitrine::images
