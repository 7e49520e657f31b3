#include "delivery/popular.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace vitrine::delivery {

Popular::Popular(std::size_t pending_max, Rooms rooms, Make make)
    : pending_max_(pending_max), rooms_(rooms), make_(std::move(make)) {
}

void Popular::add(const Order& order) {
  const std::scoped_lock lock(mutex_);
  if (stopped_) return;
  SiblingOrder siblings{.source = order.source, .recipes = {}};
  for (const images::Recipe& recipe : *order.popular) {
    if (recipe == order.recipe) continue;
    if (!has_room()) continue;
    siblings.recipes.push_back(recipe);
    ++pending_sizes_;
  }
  if (!siblings.recipes.empty()) pending_.push_back(std::move(siblings));
}

void Popular::add_again(const Order& order) {
  const std::scoped_lock lock(mutex_);
  if (stopped_ || !has_room()) return;
  images::Recipe recipe = order.recipe;
  recipe.careful = true;
  pending_.push_back({.source = order.source, .recipes = {std::move(recipe)}});
  ++pending_sizes_;
}

bool Popular::has_room() {
  if (pending_sizes_ < pending_max_) return true;
  rooms_.counters.popular_dropped.add();
  return false;
}

void Popular::go_on(const Executor& executor) {
  {
    const std::scoped_lock lock(mutex_);
    freed_ = true;
    if (running_ || pending_.empty()) return;
    running_ = true;
  }
  rooms_.tasks.start(executor, "popular", run());
}

void Popular::stop() {
  const std::scoped_lock lock(mutex_);
  stopped_ = true;
  pending_.clear();
  pending_sizes_ = 0;
}

std::size_t Popular::pending() const {
  const std::scoped_lock lock(mutex_);
  return pending_sizes_;
}

Task<void> Popular::run() {
  while (auto order = next()) {
    const std::vector<Result<bool>> made = co_await make_(*order);
    SiblingOrder left{.source = order->source, .recipes = {}};
    for (std::size_t i = 0; i < made.size(); ++i) {
      if (made[i] && *made[i]) rooms_.counters.popular_made.add();
      const bool busy = !made[i] && made[i].error().kind == FailureKind::busy;
      if (busy) left.recipes.push_back(order->recipes[i]);
    }
    if (!left.recipes.empty() && !give_way(std::move(left))) co_return;
  }
}

std::optional<SiblingOrder> Popular::next() {
  const std::scoped_lock lock(mutex_);
  freed_ = false;
  if (pending_.empty()) {
    running_ = false;
    return std::nullopt;
  }
  SiblingOrder& first = pending_.front();
  const auto count = std::min(first.recipes.size(), kTogetherMax);
  const auto end = first.recipes.begin() + static_cast<std::ptrdiff_t>(count);
  SiblingOrder order{.source = first.source, .recipes = {first.recipes.begin(), end}};
  first.recipes.erase(first.recipes.begin(), end);
  if (first.recipes.empty()) pending_.pop_front();
  pending_sizes_ -= count;
  return order;
}

// Puts sizes back. True when they can be tried again at once, because a thread was freed meanwhile;
// otherwise the next go_on() does.
bool Popular::give_way(SiblingOrder order) {
  const std::scoped_lock lock(mutex_);
  if (!stopped_) {
    pending_sizes_ += order.recipes.size();
    pending_.push_front(std::move(order));
  }
  if (freed_) return true;
  running_ = false;
  return false;
}

}  // namespace vitrine::delivery
