#include "delivery/counters.h"

#include <string>

namespace vitrine::delivery {

namespace {

std::array<observe::Counter*, 3> count_pictures(observe::Metrics& metrics) {
  std::array<observe::Counter*, 3> counters{};
  constexpr std::array<const char*, 3> kNames = {"memory", "disk", "render"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    counters[i] = &metrics.counter("vitrine_delivery_pictures_total",
                                   "Pictures delivered, by where they came from.",
                                   {{"from", kNames[i]}});
  }
  return counters;
}

std::array<observe::Counter*, kFailureKinds> count_failures(observe::Metrics& metrics) {
  std::array<observe::Counter*, kFailureKinds> counters{};
  for (std::size_t i = 0; i < counters.size(); ++i) {
    counters[i] = &metrics.counter("vitrine_delivery_failures_total",
                                   "Orders that ended in a failure, by its kind.",
                                   {{"kind", std::string(name(static_cast<FailureKind>(i)))}});
  }
  return counters;
}

observe::Counter& count_originals(observe::Metrics& metrics, const char* result) {
  return metrics.counter("vitrine_delivery_originals_total",
                         "Questions to origins, by what came of them.",
                         {{"result", result}});
}

observe::Counter& count_verified(observe::Metrics& metrics, const char* result) {
  return metrics.counter("vitrine_delivery_verified_total",
                         "Pictures made both ways (pictures.verify), by what came of it.",
                         {{"result", result}});
}

}  // namespace

Counters::Counters(observe::Metrics& metrics)
    : pictures(count_pictures(metrics)),
      failures(count_failures(metrics)),
      render_seconds(metrics.histogram("vitrine_delivery_render_seconds",
                                       "Time on a render thread, for each picture made.")),
      verified_alike(count_verified(metrics, "alike")),
      verified_apart(count_verified(metrics, "apart")),
      verified_failed(count_verified(metrics, "failed")),
      store_failures(metrics.counter("vitrine_delivery_store_failures_total",
                                     "Results and originals that could not be kept on disk.")),
      popular_made(metrics.counter("vitrine_delivery_popular_total",
                                   "Popular sizes made in the background.")),
      popular_dropped(metrics.counter("vitrine_delivery_popular_dropped_total",
                                      "Popular sizes not made because too many were pending.")),
      originals_downloaded(count_originals(metrics, "downloaded")),
      originals_unchanged(count_originals(metrics, "unchanged")),
      originals_unavailable(count_originals(metrics, "unavailable")),
      originals_stale(metrics.counter("vitrine_delivery_originals_stale_total",
                                      "Times a kept original served while its origin was down.")),
      originals_cut(metrics.counter("vitrine_delivery_originals_cut_total",
                                    "Pictures made of what there is of a cut original.")) {
}

}  // namespace vitrine::delivery
