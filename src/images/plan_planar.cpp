#include "images/plan_planar.h"

#include <algorithm>

namespace vitrine::images {

namespace {

// The short way decodes to any eighth: with this margin, and what the decoder knows about the
// detail that it leaves out, pictures score within a few hundredths of a full decode.
constexpr double kMargin = 1.3;

std::uint32_t choose_scale(double shrink) {
  for (std::uint32_t scale = 1; scale < 8; ++scale) {
    if (shrink * scale >= kMargin * 8) return scale;
  }
  return 8;
}

// Of a progressive original. The finer the result, the more of the bits that a coefficient lacks
// can be seen, and the more the coarser its step. With these bounds none of ten photographs lost
// more than 0.1 dB of score, of the 0.4 to 2.5 dB that the short way gains; two bits are a third of
// the time. By scale and not by size, so that what is decoded for one size is right for all of that
// scale.
Scans choose_scans(const Source& source, const PlanarWay& way) {
  constexpr std::uint32_t kTwoBitsMax = 10;
  constexpr std::uint32_t kLastBitMax = 16;
  const bool progressive = source.luma_step > 0;
  if (!progressive) return Scans::all;
  const auto seen = source.luma_step * way.scale;
  if (seen <= kTwoBitsMax) {
    // One sample of colour per block is its mean.
    const bool needs_colour = way.scale > 1 || !way.encoding.subsample;
    return needs_colour ? Scans::without_two_bits : Scans::luma_without_two_bits;
  }
  return seen <= kLastBitMax ? Scans::without_last_bit : Scans::all;
}

}  // namespace

std::optional<PlanarWay> choose_planar(const Recipe& recipe,
                                       const Source& source,
                                       const Plan& plan,
                                       double shrink) {
  const bool can_write = recipe.format == Format::jpeg || recipe.format == Format::webp ||
                         recipe.format == Format::avif;
  const bool only_shrinks = plan.resizes && shrink >= 1 && !plan.label_place;
  if (!source.is_plain || !can_write || !only_shrinks) return std::nullopt;
  PlanarWay way{.scale = choose_scale(shrink),
                .in_scans = source.in_scans,
                .encoding = make_encoding(recipe, plan.crop.size.pixels(), true)};
  if (recipe.format == Format::webp) {
    // Its colour always is.
    way.encoding.subsample = true;
    // Light that is not lost has its price in bytes; this gives it back, as for JPEG.
    way.encoding.quality = std::max(1, way.encoding.quality - 1);
  }
  way.scans = choose_scans(source, way);
  return way;
}

}  // namespace vitrine::images
