#include "score/likeness.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine::score {

namespace {

constexpr int kWindow = 11;

std::array<double, kWindow> make_window() {
  constexpr double kSigma = 1.5;
  std::array<double, kWindow> window{};
  double sum = 0;
  for (int i = 0; i < kWindow; ++i) {
    const double x = i - kWindow / 2;
    window[static_cast<std::size_t>(i)] = std::exp(-x * x / (2 * kSigma * kSigma));
    sum += window[static_cast<std::size_t>(i)];
  }
  for (double& weight : window) weight /= sum;
  return window;
}

// `step` is 1 across and the width down.
Plane blur_along(const Plane& from, int width, int height, int step) {
  static const auto kWeights = make_window();
  Plane result{width, height, {}};
  result.values.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double* in = &from.values[static_cast<std::size_t>(y * from.width + x)];
      double sum = 0;
      for (const double weight : kWeights) {
        sum += weight * *in;
        in += step;
      }
      result.values.push_back(sum);
    }
  }
  return result;
}

Plane blur(const Plane& from) {
  const int width = from.width - kWindow + 1;
  const auto narrow = blur_along(from, width, from.height, 1);
  return blur_along(narrow, width, from.height - kWindow + 1, width);
}

Plane product(const Plane& a, const Plane& b) {
  Plane result = a;
  std::ranges::transform(a.values, b.values, result.values.begin(), std::multiplies<>());
  return result;
}

}  // namespace

double psnr(const Plane& a, const Plane& b) {
  constexpr double kLeast = 1e-9;  // equal planes get a number, too
  double sum = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const double difference = a.values[i] - b.values[i];
    sum += difference * difference;
  }
  return 10 * std::log10(255 * 255 / std::max(kLeast, sum / static_cast<double>(a.values.size())));
}

double ssim(const Plane& a, const Plane& b) {
  constexpr double kMeans = 0.01 * 255 * 0.01 * 255;
  constexpr double kVariances = 0.03 * 255 * 0.03 * 255;
  const auto mean_a = blur(a);
  const auto mean_b = blur(b);
  const auto square_a = blur(product(a, a));
  const auto square_b = blur(product(b, b));
  const auto cross = blur(product(a, b));
  double sum = 0;
  for (std::size_t i = 0; i < mean_a.values.size(); ++i) {
    const double ma = mean_a.values[i];
    const double mb = mean_b.values[i];
    const double variances = square_a.values[i] - ma * ma + square_b.values[i] - mb * mb;
    const double covariance = cross.values[i] - ma * mb;
    sum += (2 * ma * mb + kMeans) * (2 * covariance + kVariances) /
           ((ma * ma + mb * mb + kMeans) * (variances + kVariances));
  }
  return sum / static_cast<double>(mean_a.values.size());
}

}  // namespace vitrine::score
