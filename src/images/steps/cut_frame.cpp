#include "images/steps/steps.h"

namespace vitrine::images {

vips::VImage cut_frame(vips::VImage strip, const Plan& plan, std::uint32_t index) {
  if (plan.frames == 1) return strip;
  const int height = strip.height() / static_cast<int>(plan.frames);
  return strip.crop(0, static_cast<int>(index) * height, strip.width(), height);
}

}  // namespace vitrine::images
