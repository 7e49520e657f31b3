#include "images/steps/steps.h"

namespace vitrine::images {

vips::VImage flatten(vips::VImage image, const Plan& plan) {
  if (!plan.flatten || !image.has_alpha()) return image;
  const double white = image.format() == VIPS_FORMAT_USHORT ? 65'535 : 255;
  return image.flatten(vips::VImage::option()->set("background", white)->set("max_alpha", white));
}

}  // namespace vitrine::images
