#include "images/steps/profile.h"
#include "images/steps/steps.h"

namespace vitrine::images {

namespace {

using vips::VImage;

// The colours of a grey picture are equal, so any one of them is the grey.
VImage to_grey(const VImage& image) {
  const auto grey = image.extract_band(1);
  const auto whole =
      image.has_alpha() ? grey.bandjoin(image.extract_band(image.bands() - 1)) : grey;
  return whole.copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_B_W));
}

}  // namespace

// NOLINTNEXTLINE(performance-unnecessary-value-param): every step has this signature
VImage srgb(VImage image, const Plan& plan) {
  auto result = convert_profile(image, 8);
  const auto space = result.interpretation();
  if (space != VIPS_INTERPRETATION_sRGB && space != VIPS_INTERPRETATION_B_W) {
    result = result.colourspace(VIPS_INTERPRETATION_sRGB);
  }
  return plan.grey && result.bands() >= 3 ? to_grey(result) : result;
}

}  // namespace vitrine::images
