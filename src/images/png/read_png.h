// A PNG file taken apart: header, palette and the pixels as they were filtered, inflated by
// libdeflate in one call. Strict, so that it needs no repair: what is not as the standard has it,
// or rarely seen, is for libvips. Pure functions of untrusted bytes; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "images/plan.h"
#include "images/png/kept_buffer.h"

namespace vitrine::images {

// As bytes of a pixel in the file.
enum class PngSamples : std::uint8_t { grey, grey_alpha, rgb, rgba, palette };

// Pixels are inflated as a whole; what is larger streams through libvips.
inline constexpr std::size_t kInflatedBytesMax = std::size_t{64} << 20;
// Rows may be read for so many bytes behind their end.
inline constexpr std::size_t kRowSlack = 16;

struct PngFile {
  Size size;
  PngSamples samples = PngSamples::rgb;
  // Red, green, blue and alpha of each colour; those behind `colours` do not exist.
  std::array<std::array<std::uint8_t, 4>, 256> palette{};
  std::size_t colours = 0;
  bool palette_has_alpha = false;
  // Of each row the number of its filter and its bytes.
  KeptBuffer inflated;

  std::size_t pixel_bytes() const {
    constexpr std::array<std::size_t, 5> kBytes = {1, 2, 3, 4, 1};
    return kBytes[static_cast<std::size_t>(samples)];
  }

  std::size_t row_bytes() const { return pixel_bytes() * size.width; }

  const std::uint8_t* filtered_row(std::size_t y) const {
    return inflated.get() + y * (row_bytes() + 1);
  }
};

// Absent for all that is not of 8 bit and one pass, is larger than kInflatedBytesMax or 65,535 a
// side, or is broken: a wrong checksum, pixels too few or too many, bytes behind them.
std::optional<PngFile> read_png(std::string_view bytes);

}  // namespace vitrine::images
