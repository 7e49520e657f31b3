#include "images/planar/light.h"

#include <algorithm>
#include <cmath>

namespace vitrine::images {

namespace {

// sRGB, from 0 to 1.
double to_light(double encoded) {
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double to_encoded(double light) {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

double slope_of(double encoded) {
  return encoded <= 0.04045 ? 1 / 12.92 : 2.4 / 1.055 * std::pow((encoded + 0.055) / 1.055, 1.4);
}

// The steepest slope, of white, in fixed point: 128 of them still fit after the shift.
constexpr double kSlopeMax = 16'256;
constexpr double kSlopesOfWhite = 2.4 / 1.055;
constexpr double kCellMax = 32'000;

// Two values with that mean and that deviation, as likely as each other, or, where one of them
// would lie outside of 0 to 1, the two nearest ones that do not.
struct TwoPoints {
  double low = 0;
  double high = 0;
  double share_of_high = 0.5;
};

TwoPoints two_points(double mean, double deviation) {
  const double square = deviation * deviation;
  if (deviation == 0) return {mean, mean, 0.5};
  if (mean < deviation) {
    const double high = mean == 0 ? 0 : std::min(1.0, mean + square / mean);
    return {0, high, high == 0 ? 0 : mean / high};
  }
  if (mean + deviation > 1) {
    const double below = 1 - mean;
    const double low = below == 0 ? 1 : std::max(0.0, mean - square / below);
    return {low, 1, low == 1 ? 1 : (mean - low) / (1 - low)};
  }
  return {mean - deviation, mean + deviation, 0.5};
}

double mean_light(const TwoPoints& points) {
  return (1 - points.share_of_high) * to_light(points.low) +
         points.share_of_high * to_light(points.high);
}

std::int16_t fixed(double value, double one) {
  return static_cast<std::int16_t>(std::min(std::lround(value * one), std::lround(kCellMax)));
}

}  // namespace

void Light::fill_spread(std::size_t spread) {
  const double deviation = static_cast<double>(spread) * kSpreadStep / 255;
  for (std::size_t i = 0; i < luma_[spread].size(); ++i) {
    const double mean = static_cast<double>(i) / 255;
    const double light = mean_light(two_points(mean, deviation));
    luma_[spread][i] = fixed(light, kWhite);
    const double seen = to_encoded(light);
    const double gain = mean == 0 ? 1 : seen / mean;
    slopes_[spread][i] = fixed(gain * slope_of(seen), kSlopeMax / kSlopesOfWhite);
  }
}

Light::Light() {
  for (std::size_t spread = 0; spread < kSpreads; ++spread) fill_spread(spread);
  for (std::size_t light = 0; light < encoded_.size(); ++light) {
    const double encoded = to_encoded(static_cast<double>(light) / kWhite);
    encoded_[light] = static_cast<std::uint8_t>(std::lround(encoded * 255));
  }
  for (std::size_t i = 0; i < inverse_slopes_.size(); ++i) {
    inverse_slopes_[i] = (1 << (16 + kSlopeShift)) / slopes_[0][i];
  }
}

const Light& Light::tables() {
  static const auto made = std::unique_ptr<const Light>(new Light);
  return *made;
}

}  // namespace vitrine::images
