#include "images/png/png_way.h"

#include "images/png/read_png.h"
#include "images/png/shrink_png.h"
#include "images/steps/steps.h"

namespace vitrine::images {

namespace {

using vips::VImage;

VImage image_of(FinishedPixels pixels) {
  const auto bytes = pixels.bytes();
  const auto space = pixels.bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
  return VImage::new_from_memory_steal(pixels.samples.release(),
                                       bytes,
                                       static_cast<int>(pixels.size.width),
                                       static_cast<int>(pixels.size.height),
                                       static_cast<int>(pixels.bands),
                                       VIPS_FORMAT_UCHAR)
      .copy(VImage::option()->set("interpretation", space));
}

}  // namespace

std::optional<VImage> make_png_pixels(std::string_view png,
                                      const std::optional<VImage>& label,
                                      const Plan& plan,
                                      const Deadline& deadline) {
  deadline.check();
  const auto file = read_png(png);
  if (!file) return std::nullopt;
  auto pixels = shrink_png(*file, plan, resampler(), deadline);
  if (!pixels) return std::nullopt;
  const auto image = image_of(std::move(*pixels));
  return label ? put_label(image, *label, plan) : image;
}

}  // namespace vitrine::images
