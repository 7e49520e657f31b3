// Where the samples of a result lie on the decoded planes, with crop, EXIF turn and flip: a flip is
// a line read from its other end, a turn is left for `shrink_planes`.
#pragma once

#include "images/plan.h"
#include "images/planar/planes.h"
#include "images/planar/weights.h"

namespace vitrine::images {

// As stored, before a turn.
struct PlaneLines {
  Line across;
  Line down;
};

PlaneLines luma_lines(const DecodedPlanes& decoded, const Plan& plan);
PlaneLines chroma_lines(const DecodedPlanes& decoded, const Plan& plan, bool half);

}  // namespace vitrine::images
