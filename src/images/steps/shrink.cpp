#include "images/steps/steps.h"

namespace vitrine::images {

namespace {

using vips::VImage;

VImage resize(const VImage& image, Size to) {
  const double across = static_cast<double>(to.width) / image.width();
  const double down = static_cast<double>(to.height) / image.height();
  return image.resize(across,
                      VImage::option()->set("vscale", down)->set("kernel", VIPS_KERNEL_LANCZOS3));
}

}  // namespace

VImage shrink(VImage image, const Plan& plan) {
  if (!plan.resizes) return image;
  const Size to = plan.scaled_as_stored();
  if (!image.has_alpha()) return resize(image, to);
  const double opaque = plan.linear_light ? 1 : 255;
  const auto weighted = image.premultiply(VImage::option()->set("max_alpha", opaque));
  const auto result =
      resize(weighted, to).unpremultiply(VImage::option()->set("max_alpha", opaque));
  // A cast cuts the fraction off.
  return plan.linear_light ? result : result.rint().cast(VIPS_FORMAT_UCHAR);
}

}  // namespace vitrine::images
