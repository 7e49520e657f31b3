#include "images/render.h"

#include <utility>
#include <vector>

#include "images/decode.h"
#include "images/encode.h"
#include "images/planar/planar.h"
#include "images/steps/steps.h"
#include "images/survey/broken.h"

namespace vitrine::images {

namespace {

using vips::VImage;

// One frame from decoder to finished pixels.
VImage make_frame(VImage image, const Plan& plan, const Deadline& deadline) {
  // Sizes are final: steps read the plan, never the recipe.
  image = eight_bits(image, plan);
  image = flatten(image, plan);
  image = to_light(image, plan);
  image = shrink(image, plan);
  image = from_light(image, plan);
  // Small from here on; rows still come in order.
  image = srgb(image, plan);
  image = upright(image, plan, deadline);
  image = crop(image, plan);
  return in_memory(image, deadline);
}

// Frames are finished one after another, so that only results are all in memory at once.
VImage make_pixels(const VImage& decoded,
                   const std::optional<VImage>& label,
                   const Plan& plan,
                   const Deadline& deadline) {
  std::vector<VImage> frames;
  for (std::uint32_t index = 0; index < plan.frames; ++index) {
    const auto frame = make_frame(cut_frame(decoded, plan, index), plan, deadline);
    frames.push_back(label ? put_label(frame, *label, plan) : frame);
  }
  if (plan.frames == 1) return frames.front();
  return VImage::arrayjoin(frames, VImage::option()->set("across", 1));
}

Encoded encoded(std::string bytes, const Plan& plan) {
  return {std::move(bytes), plan.encoding.format, plan.crop.size.width, plan.crop.size.height};
}

Failure failure_of(const vips::VError& error, const Deadline* deadline) {
  vips_error_clear();
  if (deadline != nullptr && deadline->passed()) return deadline->failure();
  return broken(error.what()).error();
}

}  // namespace

Result<Header> read_header(std::string_view original, const Limits& limits) {
  try {
    TRY(const auto opened, open(original, limits));
    const auto& source = opened.source;
    const auto size = source.upright();
    return Header{size.width, size.height, source.frames, content_type(source.format)};
  } catch (const vips::VError& error) {
    return std::unexpected(failure_of(error, nullptr));
  }
}

Result<Encoded> render(std::string_view original,
                       const Recipe& recipe,
                       const Limits& limits,
                       const std::atomic<bool>& cancelled) {
  const Deadline deadline(limits.render_time_max, cancelled);
  try {
    TRY(const auto opened, open(original, limits));
    TRY(const auto plan, make_plan(recipe, opened.source, limits));
    if (plan.planar && read_notes(opened.image, plan).credit.empty()) {
      if (auto bytes = render_planar(original, plan, deadline)) {
        return encoded(std::move(*bytes), plan);
      }
    }
    TRY(const auto label, draw_planned_label(plan));
    const auto decoded = decode(original, opened, plan);
    const auto notes = read_notes(decoded.image, plan);
    const auto pixels = make_pixels(decoded.image, label, plan, deadline);
    return encoded(encode(pixels, notes, plan, deadline), plan);
  } catch (const vips::VError& error) {
    return std::unexpected(failure_of(error, &deadline));
  }
}

}  // namespace vitrine::images
