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

}  // namespace

void Delivery::Parts::expose(observe::Metrics& metrics) {
  expose_tier(metrics, "memory", results.memory());
  expose_tier(metrics, "disk", results.disk());
  expose_tier(metrics, "originals", originals.tier());
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
