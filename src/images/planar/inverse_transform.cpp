#include "images/planar/inverse_transform.h"

#include <algorithm>
#include <numbers>

namespace vitrine::images {

namespace {

// Fixed point: factors have 12 bits behind the point, what is between the two passes has two and
// is cut to 16 bits where the second pass might not fit into 32.
constexpr int kFactorBits = 12;
constexpr int kMiddleBits = 2;
constexpr int kMiddleMax = 32'767;
// Both passes together give eight times the sample.
constexpr int kLastShift = kFactorBits + kMiddleBits + 3;

// Of 0 to 2 pi.
constexpr double cosine(double angle) {
  double term = 1;
  double sum = 1;
  for (int n = 1; n < 30; ++n) {
    term *= -angle * angle / ((2 * n - 1) * (2 * n));
    sum += term;
  }
  return sum;
}

// factors[wave][sample]: sqrt(2) cos((2 sample + 1) wave pi / 2 scale), and 1 for the mean.
template <int kScale>
constexpr auto make_factors() {
  std::array<std::array<int, kScale>, kScale> factors{};
  for (int wave = 0; wave < kScale; ++wave) {
    for (int sample = 0; sample < kScale; ++sample) {
      const int turns = (2 * sample + 1) * wave % (4 * kScale);
      const double factor =
          wave == 0 ? 1 : std::numbers::sqrt2 * cosine(turns * std::numbers::pi / (2 * kScale));
      const double fixed = factor * (1 << kFactorBits);
      factors[static_cast<std::size_t>(wave)][static_cast<std::size_t>(sample)] =
          static_cast<int>(fixed < 0 ? fixed - 0.5 : fixed + 0.5);
    }
  }
  return factors;
}

// One line of waves to one line of samples, scaled by the factors. Even waves are the same from
// both ends, odd ones change their sign, so half of the products give both halves.
template <int kScale>
inline void transform_line(const std::array<int, kScale>& waves, std::array<int, kScale>& samples) {
  static constexpr auto kFactors = make_factors<kScale>();
  for (std::size_t i = 0; i < (kScale + 1) / 2; ++i) {
    int even = waves[0] << kFactorBits;
    int odd = 0;
    for (std::size_t wave = 1; wave < kScale; wave += 2) odd += waves[wave] * kFactors[wave][i];
    for (std::size_t wave = 2; wave < kScale; wave += 2) even += waves[wave] * kFactors[wave][i];
    samples[i] = even + odd;
    samples[kScale - 1 - i] = even - odd;
  }
}

std::uint8_t sample_of(int sum) {
  return static_cast<std::uint8_t>(
      std::clamp(((sum + (1 << (kLastShift - 1))) >> kLastShift) + 128, 0, 255));
}

std::uint8_t flat_sample(int mean) {
  return static_cast<std::uint8_t>(std::clamp(((mean + 4) >> 3) + 128, 0, 255));
}

template <int kScale>
void transform(const Block& block, bool flat, std::uint8_t* samples, std::size_t stride) {
  if (flat) {
    const auto sample = flat_sample(block[0]);
    for (std::size_t y = 0; y < kScale; ++y) std::fill_n(samples + y * stride, kScale, sample);
    return;
  }
  constexpr int kShift = kFactorBits - kMiddleBits;
  // Five of the largest coefficients a line are no danger to the second pass.
  constexpr bool kMayOverflow = kScale > 5;
  // By row of samples, then by wave across.
  std::array<std::array<int, kScale>, kScale> middle;
  for (std::size_t across = 0; across < kScale; ++across) {
    std::array<int, kScale> waves;
    std::array<int, kScale> line;
    for (std::size_t down = 0; down < kScale; ++down) waves[down] = block[8 * down + across];
    transform_line<kScale>(waves, line);
    for (std::size_t y = 0; y < kScale; ++y) {
      const int sum = (line[y] + (1 << (kShift - 1))) >> kShift;
      middle[y][across] = kMayOverflow ? std::clamp(sum, -kMiddleMax, kMiddleMax) : sum;
    }
  }
  for (std::size_t y = 0; y < kScale; ++y) {
    std::array<int, kScale> line;
    transform_line<kScale>(middle[y], line);
    for (std::size_t x = 0; x < kScale; ++x) samples[y * stride + x] = sample_of(line[x]);
  }
}

void take_mean(const Block& block, bool /*flat*/, std::uint8_t* samples, std::size_t /*stride*/) {
  *samples = flat_sample(block[0]);
}

}  // namespace

InverseTransform inverse_transform(int scale) {
  static constexpr std::array<InverseTransform, 8> kTransforms = {take_mean,
                                                                  transform<2>,
                                                                  transform<3>,
                                                                  transform<4>,
                                                                  transform<5>,
                                                                  transform<6>,
                                                                  transform<7>,
                                                                  transform<8>};
  return kTransforms[static_cast<std::size_t>(std::clamp(scale, 1, 8) - 1)];
}

}  // namespace vitrine::images
