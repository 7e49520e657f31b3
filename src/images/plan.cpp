#include "images/plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "images/drawing/layout.h"
#include "images/plan_planar.h"

namespace vitrine::images {

namespace {

// After shrink-on-load at least this many decoded pixels are left per result pixel and side. The
// decoder shrinks with a box, which blurs and aliases; with 1.6 the Lanczos pass that follows sees
// enough to score like a full decode (on fifteen photographs never below a margin of 1, up to 1.9
// dB above), and 2 costs more without scoring better.
constexpr double kShrinkMargin = 1.6;
// In linear light the decoder's box, which averages encoded values, darkens fine detail, so less of
// the work is left to it.
constexpr double kShrinkMarginLinear = 3.2;
// From here on the decode has kept detail that a margin of 1 would have lost.
constexpr double kDetailed = 2.3;

// a * b / c, rounded half up, at least 1. A product of two sides fits in 64 bits.
std::uint64_t scaled_side(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return std::max<std::uint64_t>(1, (a * b + c / 2) / c);
}

struct Geometry {
  std::uint64_t scaled_width = 0;
  std::uint64_t scaled_height = 0;
  std::uint64_t crop_width = 0;
  std::uint64_t crop_height = 0;
};

Geometry uncropped(std::uint64_t width, std::uint64_t height) {
  return {width, height, width, height};
}

Geometry cover(Size box, Size from, bool enlarge) {
  std::uint64_t width = box.width;
  std::uint64_t height = box.height;
  if (!enlarge && (width > from.width || height > from.height)) {
    // The side that sticks out most is the one that the original bounds.
    if (width * from.height >= height * from.width) {
      height = std::min<std::uint64_t>(scaled_side(height, from.width, width), from.height);
      width = from.width;
    } else {
      width = std::min<std::uint64_t>(scaled_side(width, from.height, height), from.width);
      height = from.height;
    }
  }
  // The larger of the two factors covers the box; the other side then sticks out.
  if (width * from.height >= height * from.width) {
    return {width, std::max(height, scaled_side(from.height, width, from.width)), width, height};
  }
  return {std::max(width, scaled_side(from.width, height, from.height)), height, width, height};
}

Geometry make_geometry(const Recipe& recipe, Size from) {
  const auto own_size = uncropped(from.width, from.height);
  switch (recipe.fit) {
    case Fit::full_size:
      return own_size;
    case Fit::width:
      if (recipe.width > from.width && !recipe.enlarge) return own_size;
      return uncropped(recipe.width, scaled_side(from.height, recipe.width, from.width));
    case Fit::height:
      if (recipe.height > from.height && !recipe.enlarge) return own_size;
      return uncropped(scaled_side(from.width, recipe.height, from.height), recipe.height);
    case Fit::cover:
      return cover({recipe.width, recipe.height}, from, recipe.enlarge);
  }
  return own_size;
}

// What an encoder can write.
Result<void> check_encodable(const Geometry& geometry, Format format) {
  const auto longest = std::max(geometry.crop_width, geometry.crop_height);
  if (longest > side_max(format)) {
    return fail(FailureKind::unsupported,
                fmt::format("The picture would be {}x{}; a side of .{} is at most {}",
                            geometry.crop_width,
                            geometry.crop_height,
                            extension_of(format),
                            side_max(format)));
  }
  const auto most = pixels_max(format);
  if (most && geometry.crop_width * geometry.crop_height > *most) {
    return fail(FailureKind::unsupported,
                fmt::format("The picture would be {}x{}; .{} is made of at most {} pixels",
                            geometry.crop_width,
                            geometry.crop_height,
                            extension_of(format),
                            *most));
  }
  return {};
}

// Both the scaled and the cut picture are bounded: covering a small box with a very flat original
// scales to far more pixels than are kept.
Result<void> check_size(const Geometry& geometry, Format format, const Limits& limits) {
  TRY_VOID(check_encodable(geometry, format));
  constexpr std::uint64_t kScaledSideMax = 10'000'000;  // of libvips
  const bool scalable =
      geometry.scaled_width <= kScaledSideMax && geometry.scaled_height <= kScaledSideMax;
  if (!scalable || geometry.scaled_width * geometry.scaled_height > limits.result_pixels_max) {
    return fail(FailureKind::not_accepted,
                fmt::format("The picture would be {}x{}; at most {} pixels are made",
                            geometry.scaled_width,
                            geometry.scaled_height,
                            limits.result_pixels_max));
  }
  return {};
}

bool can_move(Format format) {
  return format == Format::gif || format == Format::webp;
}

Result<std::uint32_t> choose_frames(const Recipe& recipe,
                                    const Source& source,
                                    std::uint64_t result_pixels,
                                    const Limits& limits) {
  if (!can_move(source.format) || !can_move(recipe.format)) return 1;
  const auto pixels = std::max(source.size.pixels(), result_pixels);
  if (source.frames > 1 && pixels > limits.animation_pixels_max / source.frames) {
    return fail(
        FailureKind::unsupported,
        fmt::format("The animation has {} frames of {} pixels; together at most {} are taken",
                    source.frames,
                    pixels,
                    limits.animation_pixels_max));
  }
  return source.frames;
}

// Pixels of the original per pixel of the result, on the side that has fewer.
double shrink_of(Size from, Size scaled) {
  return std::min(static_cast<double>(from.width) / scaled.width,
                  static_cast<double>(from.height) / scaled.height);
}

std::uint32_t choose_load_shrink(Format format, double shrink, bool linear_light) {
  if (format != Format::jpeg) return 1;
  const double margin = linear_light ? kShrinkMarginLinear : kShrinkMargin;
  for (const std::uint32_t factor : {8U, 4U, 2U}) {
    if (shrink >= margin * factor) return factor;
  }
  return 1;
}

Scans choose_scans(const Source& source, std::uint32_t load_shrink, double shrink) {
  const bool progressive = source.luma_step > 0;
  if (!progressive) return Scans::all;
  // One pixel per block is its mean.
  if (load_shrink == 8) return Scans::means;
  // Without its last bit a coefficient is off by less than one step, which is at most step / 8 in a
  // pixel, and the resize averages most of that away: with this bound no photograph lost more than
  // 0.05 dB of score, and bytes went down with it.
  constexpr double kShrinkMin = 2;
  const bool invisible = shrink >= kShrinkMin && source.luma_step <= shrink;
  return invisible ? Scans::without_last_bit : Scans::all;
}

// Nothing is enlarged: the short way of a PNG shrinks, cuts, or leaves the size as it is.
bool goes_short_as_png(const Source& source, const Plan& plan, double shrink) {
  return source.is_plain_png && plan.orientation <= 1 && (shrink >= 1 || !plan.resizes);
}

Result<std::optional<Box>> choose_label_place(const SharedLabel& label, Size picture) {
  if (label.get() == nullptr) return std::nullopt;
  TRY(const auto size, label_size(*label.get()));
  return place_label(picture, size);
}

}  // namespace

Result<Plan> make_plan(const Recipe& recipe, const Source& source, const Limits& limits) {
  const Size from = source.upright();
  const auto geometry = make_geometry(recipe, from);
  TRY_VOID(check_size(geometry, recipe.format, limits));

  Plan plan;
  plan.orientation = source.orientation;
  plan.scaled = {static_cast<std::uint32_t>(geometry.scaled_width),
                 static_cast<std::uint32_t>(geometry.scaled_height)};
  plan.resizes = plan.scaled != from;
  plan.crop.size = {static_cast<std::uint32_t>(geometry.crop_width),
                    static_cast<std::uint32_t>(geometry.crop_height)};
  if (recipe.gravity == Gravity::centre) {
    plan.crop.left = (plan.scaled.width - plan.crop.size.width) / 2;
    plan.crop.top = (plan.scaled.height - plan.crop.size.height) / 2;
  }
  TRY(plan.frames, choose_frames(recipe, source, plan.crop.size.pixels(), limits));

  const double shrink = shrink_of(from, plan.scaled);
  plan.load_shrink = choose_load_shrink(source.format, shrink, recipe.linear_light);
  plan.scans = choose_scans(source, plan.load_shrink, shrink);
  plan.label = recipe.label;
  TRY(plan.label_place, choose_label_place(recipe.label, plan.crop.size));
  // Labels have colours.
  plan.grey = source.is_grey && !plan.label_place;
  plan.flatten = source.has_alpha && recipe.format == Format::jpeg;
  plan.linear_light = recipe.linear_light && plan.resizes;
  plan.keep_copyright = recipe.keep_copyright;
  const bool detailed = source.format == Format::jpeg && shrink >= kDetailed * plan.load_shrink;
  plan.encoding = make_encoding(recipe, plan.crop.size.pixels() * plan.frames, detailed);
  if (limits.planar) plan.planar = choose_planar(recipe, source, plan, shrink);
  plan.png = limits.planar && goes_short_as_png(source, plan, shrink);
  return plan;
}

}  // namespace vitrine::images
