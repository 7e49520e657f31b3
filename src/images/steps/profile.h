// Colour by the embedded profile; shared by the steps `srgb` and `to_light`.
#pragma once

#include <vips/vips8>

namespace vitrine::images {

// sRGB of `bits` per sample (8 or 16) if there is a usable profile or the picture is CMYK; else as
// it was. A profile that is broken or made for other colours is ignored, as browsers do. Alpha is
// kept.
vips::VImage convert_profile(const vips::VImage& image, int bits);

}  // namespace vitrine::images
