// A progressive JPEG comes in scans: first the means of its blocks, then finer waves, then bit
// after bit of them. A small result cannot show all of that, and reading it is most of the work: of
// a photograph of 8 megapixels, leaving out the last bit of the luma saves a fifth of the time at
// 512 pixels, and leaving out all waves saves three quarters of it at 100 pixels.
#pragma once

#include <string>
#include <string_view>

#include "images/plan.h"

namespace vitrine::images {

// The file without the scans that `wanted` can do without; what is left is a whole JPEG. `jpeg` has
// been surveyed.
std::string with_scans(std::string_view jpeg, Scans wanted);

}  // namespace vitrine::images
