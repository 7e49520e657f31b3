// What the tiers and queues of delivery say at each scrape.
#include <string>

#include "delivery/parts.h"

namespace vitrine::delivery {

namespace {

// MemoryTier and DiskTier alike.
template <class Tier>
void expose_tier(observe::Metrics& metrics, const std::string& name, const Tier& tier) {
  const observe::Labels labels = {{"tier", name}};
  metrics.gauge("vitrine_cache_bytes", "Bytes held.", labels, [&tier] {
    return static_cast<double>(tier.bytes());
  });
  metrics.gauge("vitrine_cache_entries", "Pictures held.", labels, [&tier] {
    return static_cast<double>(tier.entries());
  });
  metrics.counter_from(
      "vitrine_cache_evictions_total", "Pictures that had to go to make room.", labels, [&tier] {
        return static_cast<double>(tier.evictions());
      });
}

void expose_planes(observe::Metrics& metrics, const images::PlanesCache& cache) {
  const auto counter =
      [&](const char* name, const char* what, std::uint64_t images::PlanesCache::Totals::* member) {
        metrics.counter_from(name, what, {}, [&cache, member] {
          return static_cast<double>(cache.totals().*member);
        });
      };
  metrics.gauge("vitrine_planes_bytes", "Decoded planes that are held.", {}, [&cache] {
    return static_cast<double>(cache.totals().bytes);
  });
  counter("vitrine_planes_hits_total",
          "Sizes whose original need not be decoded.",
          &images::PlanesCache::Totals::hits);
  counter("vitrine_planes_misses_total",
          "Sizes whose original has to be decoded.",
          &images::PlanesCache::Totals::misses);
  counter("vitrine_planes_evictions_total",
          "Decoded planes that had to go to make room.",
          &images::PlanesCache::Totals::evictions);
}

}  // namespace

void Delivery::Parts::expose(observe::Metrics& metrics) {
  expose_tier(metrics, "memory", results.memory());
  expose_tier(metrics, "disk", results.disk());
  expose_tier(metrics, "originals", originals.tier());
  expose_planes(metrics, renderer.planes());
  metrics.counter_from("vitrine_delivery_refused_total",
                       "Pictures refused because the render queue was full.",
                       {},
                       [this] { return static_cast<double>(renderer.refused()); });
  metrics.gauge("vitrine_delivery_rendering", "Renders running and waiting.", {}, [this] {
    return static_cast<double>(renderer.rendering());
  });
  metrics.gauge("vitrine_delivery_popular_pending", "Popular sizes to be made.", {}, [this] {
    return static_cast<double>(popular.pending());
  });
}

}  // namespace vitrine::delivery
