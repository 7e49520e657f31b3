#include "images/steps/steps.h"

namespace vitrine::images {

vips::VImage crop(vips::VImage image, const Plan& plan) {
  if (plan.crop.size == plan.scaled) return image;
  return image.crop(static_cast<int>(plan.crop.left),
                    static_cast<int>(plan.crop.top),
                    static_cast<int>(plan.crop.size.width),
                    static_cast<int>(plan.crop.size.height));
}

}  // namespace vitrine::images
