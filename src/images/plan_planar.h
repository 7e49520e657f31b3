// When the short way is tried, and with which numbers. Pure arithmetic.
#pragma once

#include <optional>

#include "images/plan.h"

namespace vitrine::images {

// `plan` is finished but for its way; `shrink` is pixels of the original per pixel of the result.
std::optional<PlanarWay> choose_planar(const Recipe& recipe,
                                       const Source& source,
                                       const Plan& plan,
                                       double shrink);

}  // namespace vitrine::images
