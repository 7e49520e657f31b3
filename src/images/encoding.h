// How a result is encoded: what one quality number means in each format, and how much effort is
// spent. Pure arithmetic.
#pragma once

#include <cstdint>
#include <optional>

#include "images/recipe.h"

namespace vitrine::images {

struct Encoding {
  Format format = Format::jpeg;
  // In the encoder's own scale. Nothing for PNG (lossless) and GIF (a palette of 256).
  int quality = 80;
  // Chroma at half resolution; JPEG and AVIF. WebP always does.
  bool subsample = true;
  // JPEG in several scans.
  bool progressive = false;
  // In the encoder's own scale; WebP, AVIF and GIF.
  int effort = 0;
};

// `pixels` of the result, all frames together. `detailed` says that the pixels come from a decode
// with much more detail than the result needs.
Encoding make_encoding(const Recipe& recipe, std::uint64_t pixels, bool detailed);

// Longest side that a format can have.
std::uint32_t side_max(Format format);

// Most pixels of one frame that a format is made of, where that is less than the configured limit:
// the AVIF encoder cannot be stopped, and 25 megapixels take it some 2 s and 600 MB.
std::optional<std::uint64_t> pixels_max(Format format);

}  // namespace vitrine::images
