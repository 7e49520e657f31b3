// The planes that a decode fills. Pure functions of what the header says.
#pragma once

#include <cmath>
#include <cstdint>

#include "images/planar/jpeg_header.h"
#include "images/planar/planes.h"

namespace vitrine::images {

// Most samples of luma that are made; larger results are not for this decoder.
inline constexpr std::uint64_t kLumaSamplesMax = 16'000'000;

// Is the scan long enough for that many blocks, and are the planes small enough?
bool fits(const JpegHeader& header, Scales scales);
// Of their sizes, and empty.
DecodedPlanes make_planes(const JpegHeader& header, Scales scales);

// What DecodedPlanes::spread keeps of a block that lost so much: the sum of the squares of the
// coefficients that were dropped.
inline std::uint8_t spread_of(std::int64_t energy) {
  // Parseval: the mean square of what is lost is the energy over 64.
  const float deviation = std::sqrt(static_cast<float>(energy)) / 8;
  const float step = deviation / kSpreadStep + 0.5F;
  return step >= kSpreads - 1 ? kSpreads - 1 : static_cast<std::uint8_t>(step);
}

}  // namespace vitrine::images
