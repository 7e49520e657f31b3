// How alike two planes of one size are.
#pragma once

#include "score/reference.h"

namespace vitrine::score {

// In dB.
double psnr(const Plane& a, const Plane& b);

// Wang et al. 2004: Gaussian window of 11, sigma 1.5, where it fits whole. At least 11 pixels a
// side.
double ssim(const Plane& a, const Plane& b);

}  // namespace vitrine::score
