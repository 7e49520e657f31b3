// Everything that this room counts, by name. Lives on: any thread (relaxed atomics).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "failure/failure.h"
#include "failure/kinds.h"
#include "observe/metrics.h"

namespace vitrine::delivery {

// Where a picture came from: whoever joined the work of others counts like them.
enum class From : std::uint8_t { memory, disk, render };

struct Counters {
  explicit Counters(observe::Metrics& metrics);

  void delivered(From from) { pictures[static_cast<std::size_t>(from)]->add(); }

  void failed(FailureKind kind) { failures[static_cast<std::size_t>(kind)]->add(); }

  std::array<observe::Counter*, 3> pictures;
  std::array<observe::Counter*, kFailureKinds> failures;
  observe::Histogram& render_seconds;
  // Pictures that were made both ways.
  observe::Counter& verified_alike;
  observe::Counter& verified_apart;
  observe::Counter& verified_failed;
  observe::Counter& store_failures;
  observe::Counter& popular_made;
  observe::Counter& popular_dropped;
  observe::Counter& originals_downloaded;
  observe::Counter& originals_unchanged;
  observe::Counter& originals_unavailable;
  observe::Counter& originals_stale;
  observe::Counter& originals_cut;
};

}  // namespace vitrine::delivery
