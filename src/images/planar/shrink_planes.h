// Decoded planes to the planes of the result: resized in linear light, cut, turned.
#pragma once

#include "images/deadline.h"
#include "images/plan.h"
#include "images/planar/planes.h"
#include "images/planar/resample.h"

namespace vitrine::images {

// As `plan` says: its scaled size, crop, orientation and subsampling. VError when the deadline
// passes.
FinishedPlanes shrink_planes(const DecodedPlanes& decoded,
                             const Plan& plan,
                             const Resampler& resampler,
                             const Deadline& deadline);

}  // namespace vitrine::images
