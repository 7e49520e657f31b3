// The first place that a request looks: a find in the memory tier, as a cached picture costs it.
// With two threads they ask for different originals, or for the same one.
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "cache/memory_tier.h"

namespace {

using vitrine::share;
using vitrine::cache::Entry;
using vitrine::cache::MemoryTier;

constexpr std::size_t kOriginals = 4096;
constexpr std::size_t kResultBytes = 20'000;
const std::string kItem = "w500-q80.webp";

struct Filled {
  MemoryTier tier{{.bytes_max = 256ULL << 20, .entry_bytes_max = 1ULL << 20}};
  std::vector<std::string> groups;

  Filled() {
    for (std::size_t i = 0; i < kOriginals; ++i) {
      groups.push_back("http https://cdn.example.com/products/" + std::to_string(10'000'000 + i) +
                       "/original.jpg");
      auto entry = std::make_shared<Entry>();
      entry->bytes = share(std::string(kResultBytes, 'x'));
      tier.put(groups.back(), kItem, entry);
    }
  }
};

Filled& filled() {
  static Filled one;
  return one;
}

void find_hit_over_all(benchmark::State& state) {
  Filled& cache = filled();
  auto next = static_cast<std::size_t>(state.thread_index()) * 1009;
  for (auto _ : state) {
    next = (next + 977) % kOriginals;
    benchmark::DoNotOptimize(cache.tier.find(cache.groups[next], kItem));
  }
  state.SetItemsProcessed(state.iterations());
}

void find_hit_on_one(benchmark::State& state) {
  Filled& cache = filled();
  for (auto _ : state) benchmark::DoNotOptimize(cache.tier.find(cache.groups[7], kItem));
  state.SetItemsProcessed(state.iterations());
}

void find_miss(benchmark::State& state) {
  Filled& cache = filled();
  const std::string other = "w501-q80.webp";
  auto next = static_cast<std::size_t>(state.thread_index()) * 1009;
  for (auto _ : state) {
    next = (next + 977) % kOriginals;
    benchmark::DoNotOptimize(cache.tier.find(cache.groups[next], other));
  }
  state.SetItemsProcessed(state.iterations());
}

// Evicts with every call.
void put_into_a_full_tier(benchmark::State& state) {
  MemoryTier tier({.bytes_max = 64ULL << 20, .entry_bytes_max = 1ULL << 20});
  auto entry = std::make_shared<Entry>();
  entry->bytes = share(std::string(kResultBytes, 'x'));
  std::size_t next = 0;
  for (auto _ : state) tier.put(std::to_string(next++), kItem, entry);
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(find_hit_over_all)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK(find_hit_on_one)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK(find_miss)->Threads(1);
BENCHMARK(put_into_a_full_tier);

}  // namespace
