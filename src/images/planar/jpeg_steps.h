// How coarsely a JPEG keeps its waves.
#pragma once

#include <array>

namespace vitrine::images {

// Steps in rows of eight, the mean first.
using QuantisationSteps = std::array<unsigned, 64>;

// From 1, coarse, to 100, every step 1. A quality gives about the bytes that it gives with the
// tables of the standard (ITU-T T.81, annex K), and a better picture.
QuantisationSteps luma_steps(int quality);
QuantisationSteps colour_steps(int quality);

}  // namespace vitrine::images
