#include <cmath>
#include <vector>

#include "images/decode.h"
#include "images/drawing/paint.h"
#include "images/drawing/undrawable.h"
#include "images/steps/steps.h"

namespace vitrine::images {

namespace {

using vips::VImage;

std::uint8_t rounded(double sample) {
  return static_cast<std::uint8_t>(std::lround(sample));
}

// One pixel of the label over one of the frame, which has alpha if it has four bands. Neither is
// premultiplied.
void lay_over(std::uint8_t* below, int bands, const std::uint8_t* label) {
  const double covered = label[3] / 255.0;
  if (covered == 0) return;
  const double left = (bands == 4 ? below[3] / 255.0 : 1) * (1 - covered);
  for (int band = 0; band < 3; ++band) {
    below[band] = rounded((label[band] * covered + below[band] * left) / (covered + left));
  }
  if (bands == 4) below[3] = rounded((covered + left) * 255);
}

Result<VImage> resized(const LabelImage& image, Size size) {
  TRY(const auto opened, open(*image.png, {}));
  Plan plan;
  plan.scaled = size;
  plan.resizes = opened.source.size != size;
  auto pixels = shrink(opened.image.copy_memory(), plan);
  if (opened.source.is_grey) pixels = pixels.colourspace(VIPS_INTERPRETATION_sRGB);
  if (!pixels.has_alpha()) pixels = pixels.bandjoin(255);
  return pixels.copy_memory();
}

}  // namespace

Result<std::optional<VImage>> draw_planned_label(const Plan& plan) {
  if (!plan.label_place) return std::nullopt;
  const auto& label = *plan.label.get();
  const auto size = plan.label_place->size;
  try {
    if (label.image) return resized(*label.image, size);
    return paint(lay_out(label), size);
  } catch (const vips::VError& error) {
    return std::unexpected(undrawable(error));
  }
}

VImage put_label(VImage frame, const VImage& label, const Plan& plan) {
  const auto& place = *plan.label_place;
  const auto left = static_cast<int>(place.left);
  const auto top = static_cast<int>(place.top);
  if (frame.interpretation() == VIPS_INTERPRETATION_B_W) {
    frame = frame.colourspace(VIPS_INTERPRETATION_sRGB);
  }
  const auto corner = frame.crop(left, top, label.width(), label.height()).copy_memory();
  const auto* const below = static_cast<const std::uint8_t*>(corner.data());
  std::vector<std::uint8_t> samples(below, below + VIPS_IMAGE_SIZEOF_IMAGE(corner.get_image()));
  const auto* over = static_cast<const std::uint8_t*>(label.data());
  for (auto* sample = samples.data(); sample < samples.data() + samples.size();
       sample += corner.bands(), over += 4) {
    lay_over(sample, corner.bands(), over);
  }
  const auto patch = VImage::new_from_memory(samples.data(),
                                             samples.size(),
                                             corner.width(),
                                             corner.height(),
                                             corner.bands(),
                                             corner.format())
                         .copy(VImage::option()->set("interpretation", corner.interpretation()))
                         .copy_memory();
  return frame.insert(patch, left, top);
}

}  // namespace vitrine::images
