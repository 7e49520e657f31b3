// A JPEG in several scans (progressive, arithmetic, or one scan for each colour) to planes at a
// scale, as decode_planes.h does with one scan. libjpeg-turbo reads the coefficients; what is made
// of them is the same.
#pragma once

#include <optional>

#include "images/deadline.h"
#include "images/planar/coefficients.h"
#include "images/planar/planes.h"

namespace vitrine::images {

// `coefficients` are read in here. Absent at any surprise. VError when the deadline passes.
std::optional<DecodedPlanes> decode_scans(Coefficients& coefficients,
                                          Scales scales,
                                          const Deadline& deadline);

}  // namespace vitrine::images
