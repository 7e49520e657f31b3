// Entropy-coded bytes of a JPEG to planes at a scale.
#pragma once

#include <optional>

#include "images/deadline.h"
#include "images/planar/jpeg_header.h"
#include "images/planar/planes.h"

namespace vitrine::images {

// `plan.planar` is set. Colour at the same scale as luma, or at twice that where it is stored at
// half the size and the result wants all of it.
Scales choose_scales(const JpegHeader& header, const Plan& plan);

// Absent at any surprise, and for a picture that is too large at that scale: what there is must be
// exactly what the header promises. Work and memory are bounded by a constant for each byte of the
// scan. VError when the deadline passes.
std::optional<DecodedPlanes> decode_planes(const JpegHeader& header,
                                           Scales scales,
                                           const Deadline& deadline);

}  // namespace vitrine::images
