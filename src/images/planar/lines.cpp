#include "images/planar/lines.h"

#include <algorithm>
#include <cmath>

namespace vitrine::images {

namespace {

// One direction of the upright result, and the direction of the original that it comes from.
struct Direction {
  std::uint32_t scaled = 0;
  std::uint32_t crop_from = 0;
  std::uint32_t crop_count = 0;
  bool flipped = false;
};

struct Directions {
  Direction across;
  Direction down;
};

// As stored. Of 6 and 7 the upright picture's left is the bottom of the stored one; of 7 and 8 its
// top is the right side.
Directions directions_of(const Plan& plan) {
  const int turn = plan.orientation;
  const Direction across{.scaled = plan.scaled.width,
                         .crop_from = plan.crop.left,
                         .crop_count = plan.crop.size.width,
                         .flipped = turn == 2 || turn == 3 || turn == 6 || turn == 7};
  const Direction down{.scaled = plan.scaled.height,
                       .crop_from = plan.crop.top,
                       .crop_count = plan.crop.size.height,
                       .flipped = turn == 3 || turn == 4 || turn == 7 || turn == 8};
  if (turn >= 5) return {down, across};
  return {across, down};
}

// `extent` samples of the plane are the whole side of the original, and one sample of the result is
// `pixels` wide.
Line make_line(const Direction& direction, double extent, std::uint32_t pixels) {
  const double samples_per_pixel = extent / direction.scaled;
  const double centre = direction.crop_from + pixels / 2.0;
  Line line{.first_centre = centre * samples_per_pixel,
            .step = pixels * samples_per_pixel,
            .count = (direction.crop_count + pixels - 1) / pixels,
            .length = static_cast<std::uint32_t>(std::ceil(extent))};
  if (direction.flipped) {
    line.first_centre = extent - line.first_centre;
    line.step = -line.step;
  }
  return line;
}

}  // namespace

PlaneLines luma_lines(const DecodedPlanes& decoded, const Plan& plan) {
  const auto directions = directions_of(plan);
  const double scale = decoded.scales.luma / 8.0;
  return {make_line(directions.across, decoded.original.width * scale, 1),
          make_line(directions.down, decoded.original.height * scale, 1)};
}

PlaneLines chroma_lines(const DecodedPlanes& decoded, const Plan& plan, bool half) {
  const auto directions = directions_of(plan);
  const double scale = decoded.scales.chroma / 8.0;
  const std::uint32_t pixels = half ? 2 : 1;
  return {
      make_line(directions.across, decoded.original.width * scale / decoded.chroma_across, pixels),
      make_line(directions.down, decoded.original.height * scale / decoded.chroma_down, pixels)};
}

}  // namespace vitrine::images
