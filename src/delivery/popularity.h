// Which sizes are asked for, per namespace, so that the favourites can be made for each new
// original before anybody asks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cache/lru_index.h"
#include "images/recipe.h"
#include "observe/metrics.h"

namespace vitrine::delivery {

// Counts are estimates: when a namespace has more sizes than `recipes_max`, a new size takes over
// the place and the count of the least asked for (the "space saving" sketch), so a favourite is
// never missed, and a flood of odd sizes cannot grow it. Counts are halved from time to time, so
// that the favourites of last year fade.
//
// Lives on: any thread (one mutex per stripe; threads rarely share one).
class Popularity {
 public:
  struct Config {
    // Per namespace and stripe.
    std::size_t recipes_max = 64;
    std::size_t namespaces_max = 256;
    // Requests to a namespace after which its counts are halved.
    std::uint64_t halve_after = 100'000;
  };

  Popularity() : Popularity(Config{}) {}

  explicit Popularity(Config config) : config_(config) {}

  // Does nothing for a namespace beyond `namespaces_max`. A recipe that is known is counted without
  // allocation.
  void count(std::string_view name_space, const images::Recipe& recipe);
  // At most `n`, most asked for first; equal counts in the order of their names.
  std::vector<images::Recipe> top(std::string_view name_space, std::size_t n) const;

 private:
  struct Counted {
    images::Recipe recipe;
    std::uint64_t times = 0;
  };

  struct Favourites {
    // A few dozen: read through from the front, where the most asked for gather.
    std::vector<Counted> recipes;
    std::uint64_t since_halved = 0;
  };

  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    cache::ByText<Favourites> namespaces;
  };

  void count(Favourites& favourites, const images::Recipe& recipe) const;

  const Config config_;
  std::array<Stripe, observe::kStripes> stripes_;
};

}  // namespace vitrine::delivery
