#include "images/planar/inverse_transform.h"

#include <algorithm>
#include <cstring>
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

// What follows is compiled twice on x86-64, with and without SSE4.1, which halves the time: only it
// multiplies, compares and widens four numbers of 32 bits in one instruction. NEON does by default.
#define INLINED [[gnu::always_inline]] inline

// Four lines are transformed beside each other, in the lanes of a vector.
using Four = std::int32_t __attribute__((vector_size(16)));

template <int kScale>
constexpr std::size_t kGroups = kScale <= 4 ? 1 : 2;
// By wave or by sample.
template <int kScale>
using FourLines = std::array<Four, 4 * kGroups<kScale>>;
template <int kScale>
using Lines = std::array<FourLines<kScale>, kGroups<kScale>>;

// Waves to samples, scaled by the factors. Even waves are the same from both ends, odd ones change
// their sign, so half of the products give both halves.
template <int kScale>
INLINED FourLines<kScale> transform_lines(const FourLines<kScale>& waves) {
  static constexpr auto kFactors = make_factors<kScale>();
  FourLines<kScale> samples{};
  for (std::size_t i = 0; i < (kScale + 1) / 2; ++i) {
    auto even = waves[0] << kFactorBits;
    Four odd{};
    for (std::size_t wave = 1; wave < kScale; wave += 2) odd += waves[wave] * kFactors[wave][i];
    for (std::size_t wave = 2; wave < kScale; wave += 2) even += waves[wave] * kFactors[wave][i];
    samples[i] = even + odd;
    samples[kScale - 1 - i] = even - odd;
  }
  return samples;
}

INLINED Four clamp_lanes(Four value, int low, int high) {
  value = value < low ? Four{} + low : value;
  return value > high ? Four{} + high : value;
}

INLINED Four divide_rounded(Four sum, int shift) {
  return (sum + (1 << (shift - 1))) >> shift;
}

// What was a lane becomes a line.
template <int kScale>
INLINED Lines<kScale> turned(const Lines<kScale>& lines) {
  Lines<kScale> result;
  for (std::size_t group = 0; group < kGroups<kScale>; ++group) {
    for (std::size_t part = 0; part < kGroups<kScale>; ++part) {
      const auto* const from = lines[group].data() + 4 * part;
      auto* const to = result[part].data() + 4 * group;
      const auto a = __builtin_shufflevector(from[0], from[1], 0, 4, 1, 5);
      const auto b = __builtin_shufflevector(from[2], from[3], 0, 4, 1, 5);
      const auto c = __builtin_shufflevector(from[0], from[1], 2, 6, 3, 7);
      const auto d = __builtin_shufflevector(from[2], from[3], 2, 6, 3, 7);
      to[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5);
      to[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
      to[2] = __builtin_shufflevector(c, d, 0, 1, 4, 5);
      to[3] = __builtin_shufflevector(c, d, 2, 3, 6, 7);
    }
  }
  return result;
}

INLINED Four read_four(const std::int16_t* coefficients) {
  std::int16_t __attribute__((vector_size(8))) four;
  std::memcpy(&four, coefficients, sizeof(four));
  return __builtin_convertvector(four, Four);
}

template <std::size_t kCount>
INLINED void write_lanes(Four row, std::uint8_t* samples) {
  const auto bytes = __builtin_convertvector(row, std::uint8_t __attribute__((vector_size(4))));
  std::memcpy(samples, &bytes, kCount);
}

INLINED std::uint8_t flat_sample(int mean) {
  return static_cast<std::uint8_t>(std::clamp(((mean + 4) >> 3) + 128, 0, 255));
}

// Across the block, four columns beside each other, to what is between the two passes.
template <int kScale>
INLINED FourLines<kScale> first_pass(const std::int16_t* columns) {
  // Five of the largest coefficients a line are no danger to the second pass.
  constexpr bool kMayOverflow = kScale > 5;
  FourLines<kScale> waves{};
  for (std::size_t down = 0; down < kScale; ++down) waves[down] = read_four(columns + 8 * down);
  auto middle = transform_lines<kScale>(waves);
  for (auto& line : middle) {
    line = divide_rounded(line, kFactorBits - kMiddleBits);
    if (kMayOverflow) line = clamp_lanes(line, -kMiddleMax, kMiddleMax);
  }
  return middle;
}

template <int kScale>
INLINED void transform(const Block& block, bool flat, std::uint8_t* samples, std::size_t stride) {
  if (flat) {
    const auto sample = flat_sample(block[0]);
    for (std::size_t y = 0; y < kScale; ++y) std::fill_n(samples + y * stride, kScale, sample);
    return;
  }
  Lines<kScale> lines;
  for (std::size_t group = 0; group < kGroups<kScale>; ++group) {
    lines[group] = first_pass<kScale>(block.data() + 4 * group);
  }
  lines = turned<kScale>(lines);
  for (auto& group : lines) group = transform_lines<kScale>(group);
  lines = turned<kScale>(lines);
  for (std::size_t y = 0; y < kScale; ++y, samples += stride) {
    for (std::size_t group = 0; group < kGroups<kScale>; ++group) {
      const auto row = clamp_lanes(divide_rounded(lines[group][y], kLastShift) + 128, 0, 255);
      if (group + 1 < kGroups<kScale>) {
        write_lanes<4>(row, samples);
      } else {
        write_lanes<kScale - 4 * (kGroups<kScale> - 1)>(row, samples + 4 * group);
      }
    }
  }
}

void take_mean(const Block& block, bool /*flat*/, std::uint8_t* samples, std::size_t /*stride*/) {
  *samples = flat_sample(block[0]);
}

template <int kScale>
void plain(const Block& block, bool flat, std::uint8_t* samples, std::size_t stride) {
  transform<kScale>(block, flat, samples, stride);
}

#if defined(__x86_64__)

template <int kScale>
[[gnu::target("sse4.1")]] void sse41(const Block& block,
                                     bool flat,
                                     std::uint8_t* samples,
                                     std::size_t stride) {
  transform<kScale>(block, flat, samples, stride);
}

bool has_sse41() {
  return __builtin_cpu_supports("sse4.1") != 0;
}

#else

template <int kScale>
constexpr auto sse41 = plain<kScale>;

bool has_sse41() {
  return false;
}

#endif

using Transforms = std::array<InverseTransform, 8>;

InverseTransform find(const Transforms& transforms, int scale) {
  return transforms[static_cast<std::size_t>(std::clamp(scale, 1, 8) - 1)];
}

}  // namespace

InverseTransform plain_inverse_transform(int scale) {
  static constexpr Transforms kPlain = {
      take_mean, plain<2>, plain<3>, plain<4>, plain<5>, plain<6>, plain<7>, plain<8>};
  return find(kPlain, scale);
}

InverseTransform inverse_transform(int scale) {
  static constexpr Transforms kSse41 = {
      take_mean, sse41<2>, sse41<3>, sse41<4>, sse41<5>, sse41<6>, sse41<7>, sse41<8>};
  static const bool there = has_sse41();
  return there ? find(kSse41, scale) : plain_inverse_transform(scale);
}

}  // namespace vitrine::images
