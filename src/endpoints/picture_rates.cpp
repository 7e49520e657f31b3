#include "endpoints/picture_rates.h"

#include <algorithm>

namespace vitrine::endpoints {

namespace {

constexpr std::size_t kTicksOfRate = 5;

// The counters that delivery counts with; asking for one again gives the same.
observe::Counter& pictures_from(observe::Metrics& metrics, const char* from) {
  return metrics.counter("vitrine_delivery_pictures_total",
                         "Pictures delivered, by where they came from.",
                         {{"from", from}});
}

}  // namespace

PictureRates::PictureRates(observe::Metrics& metrics, const Clock& clock)
    : clock_(clock),
      from_memory_(pictures_from(metrics, "memory")),
      from_disk_(pictures_from(metrics, "disk")),
      rendered_(pictures_from(metrics, "render")) {
}

PicturesFrom PictureRates::so_far() const {
  return {from_memory_.value(), from_disk_.value(), rendered_.value()};
}

void PictureRates::tick() {
  const Sample sample{clock_.steady(), so_far()};
  const std::scoped_lock lock(mutex_);
  samples_[taken_ % kSamples] = sample;
  ++taken_;
}

const PictureRates::Sample* PictureRates::sample_before(std::size_t ticks) const {
  const auto back = std::min({ticks, kSamples - 1, taken_ - std::min<std::size_t>(taken_, 1)});
  return taken_ == 0 ? nullptr : &samples_[(taken_ - 1 - back) % kSamples];
}

double PictureRates::per_second() const {
  const std::scoped_lock lock(mutex_);
  const auto* const before = sample_before(kTicksOfRate);
  const auto* const newest = sample_before(0);
  if (before == newest) return 0;
  const std::chrono::duration<double> seconds = newest->at - before->at;
  if (seconds.count() <= 0) return 0;
  return static_cast<double>(newest->from.all() - before->from.all()) / seconds.count();
}

std::optional<double> PictureRates::hit_rate() const {
  const std::scoped_lock lock(mutex_);
  const auto* const before = sample_before(kSamples - 1);
  const auto* const newest = sample_before(0);
  if (before == newest) return std::nullopt;
  const auto all = newest->from.all() - before->from.all();
  if (all == 0) return std::nullopt;
  const auto rendered = newest->from.render - before->from.render;
  return static_cast<double>(all - rendered) / static_cast<double>(all);
}

}  // namespace vitrine::endpoints
