// A label's layout to pixels of any size. VError may be thrown.
#pragma once

#include "images/drawing/layout.h"

namespace vitrine::images {

// RGB and alpha, not premultiplied, in memory. `size` has about the shape of the layout. Drawn for
// that size: nothing is enlarged.
vips::VImage paint(const LabelLayout& layout, Size size);

}  // namespace vitrine::images
