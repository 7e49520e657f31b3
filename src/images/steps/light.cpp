#include "images/steps/profile.h"
#include "images/steps/steps.h"

namespace vitrine::images {

namespace {

using vips::VImage;

VImage alpha_of(const VImage& image) {
  return image.extract_band(image.bands() - 1);
}

VImage colours_of(const VImage& image) {
  return image.has_alpha() ? image.extract_band(0, VImage::option()->set("n", image.bands() - 1))
                           : image;
}

}  // namespace

VImage to_light(VImage image, const Plan& plan) {
  if (!plan.linear_light) return image;
  const auto colours = convert_profile(colours_of(image), 16);
  auto light = colours.colourspace(VIPS_INTERPRETATION_scRGB);
  if (!image.has_alpha()) return light;
  const double opaque = image.format() == VIPS_FORMAT_USHORT ? 65'535 : 255;
  return light.bandjoin((alpha_of(image) / opaque).cast(VIPS_FORMAT_FLOAT));
}

VImage from_light(VImage image, const Plan& plan) {
  if (!plan.linear_light) return image;
  auto colours = colours_of(image).colourspace(VIPS_INTERPRETATION_sRGB);
  if (!image.has_alpha()) return colours;
  const auto alpha = (alpha_of(image) * 255).rint().cast(VIPS_FORMAT_UCHAR);
  return colours.bandjoin(alpha);
}

}  // namespace vitrine::images
