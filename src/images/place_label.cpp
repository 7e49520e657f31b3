#include <algorithm>

#include "images/plan.h"

namespace vitrine::images {

namespace {

constexpr std::uint64_t kPictureWidthMin = 64;
constexpr std::uint64_t kWidthMin = 48;
constexpr std::uint64_t kWidthMax = 200;
// Below, no letter can be told from another.
constexpr std::uint64_t kHeightMin = 8;

std::uint64_t percent(std::uint64_t number, std::uint64_t share) {
  return (number * share + 50) / 100;
}

}  // namespace

std::optional<Box> place_label(Size picture, Size label) {
  if (picture.width < kPictureWidthMin || label.width == 0 || label.height == 0)
    return std::nullopt;
  const auto margin = percent(picture.width, 3);
  if (picture.height <= 2 * margin) return std::nullopt;
  const auto room_below = picture.height - 2 * margin;
  auto width = std::clamp(percent(picture.width, 30), kWidthMin, kWidthMax);
  // Rounded down, so that the height, rounded, still fits.
  width = std::min(width, room_below * label.width / label.height);
  if (width < kWidthMin) return std::nullopt;
  const auto height = (width * label.height + label.width / 2) / label.width;
  if (height < kHeightMin) return std::nullopt;
  const auto across = static_cast<std::uint32_t>(margin);
  return Box{
      across, across, {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)}};
}

}  // namespace vitrine::images
