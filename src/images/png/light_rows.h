// A row of a PNG to planes of linear light, in which it is resized, and back.
#pragma once

#include <cstddef>
#include <cstdint>

#include "images/png/read_png.h"

namespace vitrine::images {

// What a row is made of, in the file and as planes.
struct RowKind {
  // 1 or 3.
  std::size_t colours = 3;
  bool has_alpha = false;
  // Alpha is laid on white, so that there is no plane of it.
  bool on_white = false;

  // Samples of a pixel in the file, a palette replaced by its colours.
  std::size_t samples() const { return colours + (has_alpha ? 1 : 0); }

  std::size_t planes() const { return colours + (has_alpha && !on_white ? 1 : 0); }
};

// Planes of `stride` samples, one behind the other, of light as planar/light.h has it; colours are
// multiplied with their alpha, which is the last plane: 0 to kWhite.
// True: no pixel is transparent.
bool to_light(const std::uint8_t* row,
              const RowKind& kind,
              std::size_t width,
              std::size_t stride,
              std::int16_t* planes);

// `width` pixels of kind.planes() samples. With `opaque` the plane of alpha is not looked at.
void from_light(const std::int16_t* planes,
                const RowKind& kind,
                std::size_t width,
                std::size_t stride,
                bool opaque,
                std::uint8_t* row);

// The same as to_light and back: for a picture that is not resized.
void copy_row(const std::uint8_t* row, const RowKind& kind, std::size_t width, std::uint8_t* to);

}  // namespace vitrine::images
