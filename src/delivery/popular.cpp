#include "delivery/popular.h"

#include <optional>
#include <utility>

namespace vitrine::delivery {

Popular::Popular(std::size_t pending_max, Rooms rooms, Make make)
    : pending_max_(pending_max), rooms_(rooms), make_(std::move(make)) {
}

void Popular::add(const Order& order) {
  const std::scoped_lock lock(mutex_);
  if (stopped_) return;
  for (const images::Recipe& recipe : *order.popular) {
    if (recipe == order.recipe) continue;
    if (pending_.size() >= pending_max_) {
      rooms_.counters.popular_dropped.add();
      continue;
    }
    pending_.push_back({.source = order.source, .recipe = recipe, .popular = nullptr});
  }
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
}

std::size_t Popular::pending() const {
  const std::scoped_lock lock(mutex_);
  return pending_.size();
}

Task<void> Popular::run() {
  while (auto order = next()) {
    const Result<bool> made = co_await make_(*order);
    const bool busy = !made && made.error().kind == FailureKind::busy;
    if (made && *made) rooms_.counters.popular_made.add();
    if (busy && !give_way(*std::move(order))) co_return;
  }
}

std::optional<Order> Popular::next() {
  const std::scoped_lock lock(mutex_);
  freed_ = false;
  if (pending_.empty()) {
    running_ = false;
    return std::nullopt;
  }
  Order order = std::move(pending_.front());
  pending_.pop_front();
  return order;
}

// Puts an order back. True when it can be tried again at once, because a thread was freed
// meanwhile; otherwise the next go_on() does.
bool Popular::give_way(Order order) {
  const std::scoped_lock lock(mutex_);
  if (!stopped_) pending_.push_front(std::move(order));
  if (freed_) return true;
  running_ = false;
  return false;
}

}  // namespace vitrine::delivery
