#include "images/steps/profile.h"

namespace vitrine::images {

namespace {

using vips::VImage;

bool has_profile(const VImage& image) {
  return vips_image_get_typeof(image.get_image(), VIPS_META_ICC_NAME) != 0;
}

VImage without_profile(const VImage& image) {
  auto result = image.copy();
  result.remove(VIPS_META_ICC_NAME);
  return result;
}

VImage transform(const VImage& image, int bits) {
  return image.icc_transform("srgb",
                             VImage::option()
                                 ->set("embedded", true)
                                 // Used where nothing is embedded.
                                 ->set("input_profile", "cmyk")
                                 ->set("intent", VIPS_INTENT_RELATIVE)
                                 ->set("black_point_compensation", true)
                                 ->set("depth", bits));
}

}  // namespace

VImage convert_profile(const VImage& image, int bits) {
  const bool is_cmyk = image.interpretation() == VIPS_INTERPRETATION_CMYK;
  if (!is_cmyk && !has_profile(image)) return image;
  try {
    return without_profile(transform(image, bits));
  } catch (const vips::VError&) {
    vips_error_clear();
    return is_cmyk ? transform(without_profile(image), bits) : without_profile(image);
  }
}

}  // namespace vitrine::images
