#include "images/planar/weights.h"

#include <algorithm>
#include <cmath>
#include <list>
#include <mutex>
#include <numbers>

namespace vitrine::images {

namespace {

constexpr double kLobes = 3;

double lanczos(double x) {
  if (std::abs(x) < 1e-9) return 1;
  if (std::abs(x) >= kLobes) return 0;
  const double turned = std::numbers::pi * x;
  return kLobes * std::sin(turned) * std::sin(turned / kLobes) / (turned * turned);
}

double support_of(const Line& line) {
  return kLobes * std::max(1.0, std::abs(line.step));
}

// Whole numbers that add up to exactly one; what rounding leaves goes to the largest.
void round_weights(std::span<const double> weights, double sum, std::int16_t* rounded) {
  constexpr int kOne = 1 << kWeightBits;
  int left = kOne;
  std::size_t largest = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    rounded[i] = static_cast<std::int16_t>(std::lround(weights[i] / sum * kOne));
    left -= rounded[i];
    if (weights[i] > weights[largest]) largest = i;
  }
  rounded[largest] = static_cast<std::int16_t>(rounded[largest] + left);
}

// Weights that are asked for again and again: a site has few sizes.
class Kept {
 public:
  std::shared_ptr<const Weights> find(const Line& line) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(entries_, line, &Entry::line);
    if (found == entries_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found);
    return found->weights;
  }

  void keep(const Line& line, std::shared_ptr<const Weights> weights) {
    if (weights->bytes() > kBytesMax) return;
    const std::lock_guard lock(mutex_);
    entries_.push_front({line, std::move(weights)});
    if (entries_.size() > kEntriesMax) entries_.pop_back();
  }

 private:
  // Together at most four megabytes.
  static constexpr std::size_t kBytesMax = 65'536;
  static constexpr std::size_t kEntriesMax = 64;

  struct Entry {
    Line line;
    std::shared_ptr<const Weights> weights;
  };

  std::mutex mutex_;
  // Last used first.
  std::list<Entry> entries_;
};

}  // namespace

Weights::Weights(const Line& line) {
  const double support = support_of(line);
  const auto wanted = static_cast<std::size_t>(std::ceil(2 * support)) + 1;
  used_taps_ = std::min<std::size_t>(wanted, line.length);
  taps_ = (used_taps_ + kTapsMultiple - 1) / kTapsMultiple * kTapsMultiple;
  firsts_.resize(line.count);
  values_.resize(line.count * taps_);
  for (std::size_t i = 0; i < line.count; ++i) fill(line, i, support);
}

void Weights::fill(const Line& line, std::size_t index, double support) {
  const double centre = line.first_centre + line.step * static_cast<double>(index);
  const auto last_first = static_cast<double>(line.length - used_taps_);
  const double first = std::clamp(std::floor(centre - support), 0.0, last_first);
  firsts_[index] = static_cast<std::uint32_t>(first);
  std::vector<double> weights(used_taps_);
  double sum = 0;
  for (std::size_t i = 0; i < used_taps_; ++i) {
    const double distance = first + static_cast<double>(i) + 0.5 - centre;
    weights[i] = lanczos(distance * kLobes / support);
    sum += weights[i];
  }
  if (sum <= 0) {
    // Far outside of the line, where nobody should look.
    weights[0] = sum = 1;
  }
  round_weights(weights, sum, values_.data() + index * taps_);
}

std::shared_ptr<const Weights> weights_for(const Line& line) {
  static Kept kept;
  if (auto found = kept.find(line)) return found;
  auto made = std::make_shared<const Weights>(line);
  kept.keep(line, made);
  return made;
}

}  // namespace vitrine::images
