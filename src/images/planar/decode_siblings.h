// Entropy-coded bytes of a JPEG to planes at several scales, in one pass over them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "images/deadline.h"
#include "images/planar/jpeg_header.h"
#include "images/planar/planes.h"

namespace vitrine::images {

// For each of `scales`, which are different, the planes that `decode_planes` gives for it alone, to
// the bit; absent where it is absent for one of them. They are all in memory at once:
// `fit_together` bounds that. VError when the deadline passes.
std::optional<std::vector<DecodedPlanes>> decode_siblings(const JpegHeader& header,
                                                          std::span<const Scales> scales,
                                                          const Deadline& deadline);

// How many of `scales`, from the first on, together have no more samples than one large picture may
// have. At least one; none where there are none.
std::size_t fit_together(const JpegHeader& header, std::span<const Scales> scales);

}  // namespace vitrine::images
