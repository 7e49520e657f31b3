#include "delivery/popularity.h"

#include <algorithm>
#include <utility>

namespace vitrine::delivery {

void Popularity::count(std::string_view name_space, const images::Recipe& recipe) {
  Stripe& stripe = stripes_[observe::this_stripe()];
  const std::scoped_lock lock(stripe.mutex);
  auto found = stripe.namespaces.find(name_space);
  if (found == stripe.namespaces.end()) {
    if (stripe.namespaces.size() >= config_.namespaces_max) return;
    found = stripe.namespaces.try_emplace(std::string(name_space)).first;
  }
  count(found->second, recipe);
}

void Popularity::count(Favourites& favourites, const images::Recipe& recipe) const {
  auto& recipes = favourites.recipes;
  auto found = std::ranges::find(recipes, recipe, &Counted::recipe);
  if (found == recipes.end()) {
    if (recipes.size() < config_.recipes_max) {
      found = recipes.insert(found, {recipe, 0});
    } else if (!recipes.empty()) {
      // The last has the fewest.
      found = std::prev(recipes.end());
      found->recipe = recipe;
    } else {
      return;
    }
  }
  ++found->times;
  while (found != recipes.begin() && std::prev(found)->times < found->times) {
    std::iter_swap(found, std::prev(found));
    --found;
  }
  if (++favourites.since_halved < config_.halve_after) return;
  favourites.since_halved = 0;
  for (Counted& counted : recipes) counted.times /= 2;
}

std::vector<images::Recipe> Popularity::top(std::string_view name_space, std::size_t n) const {
  std::vector<Counted> all;
  for (const Stripe& stripe : stripes_) {
    const std::scoped_lock lock(stripe.mutex);
    const auto found = stripe.namespaces.find(name_space);
    if (found == stripe.namespaces.end()) continue;
    for (const Counted& counted : found->second.recipes) {
      const auto same = std::ranges::find(all, counted.recipe, &Counted::recipe);
      if (same == all.end()) {
        all.push_back(counted);
      } else {
        same->times += counted.times;
      }
    }
  }
  std::ranges::sort(all, [](const Counted& a, const Counted& b) {
    if (a.times != b.times) return a.times > b.times;
    return images::canonical_name(a.recipe) < images::canonical_name(b.recipe);
  });
  std::vector<images::Recipe> best;
  for (const Counted& counted : all) {
    if (best.size() == n) break;
    best.push_back(counted.recipe);
  }
  return best;
}

}  // namespace vitrine::delivery
