#include "images/steps/steps.h"

namespace vitrine::images {

vips::VImage eight_bits(vips::VImage image, const Plan& plan) {
  if (image.format() == VIPS_FORMAT_UCHAR || plan.linear_light) return image;
  const bool grey = image.interpretation() == VIPS_INTERPRETATION_GREY16;
  // Shifted, not rounded: 8 bit values that were widened by repeating the byte come back as they
  // were.
  return image.cast(VIPS_FORMAT_UCHAR, vips::VImage::option()->set("shift", true))
      .copy(vips::VImage::option()->set("interpretation",
                                        grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB));
}

}  // namespace vitrine::images
