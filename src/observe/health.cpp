#include "observe/health.h"

#include <algorithm>

namespace vitrine::observe {

Health::Health() : reasons_{std::string(kStarting)} {
}

void Health::add_reason(std::string_view reason) {
  const std::scoped_lock lock(mutex_);
  if (std::ranges::find(reasons_, reason) == reasons_.end()) reasons_.emplace_back(reason);
  ready_.store(false, std::memory_order_release);
}

void Health::clear_reason(std::string_view reason) {
  const std::scoped_lock lock(mutex_);
  std::erase(reasons_, reason);
  ready_.store(reasons_.empty(), std::memory_order_release);
}

std::vector<std::string> Health::reasons() const {
  const std::scoped_lock lock(mutex_);
  return reasons_;
}

void Health::give_up(std::string_view reason) {
  const std::scoped_lock lock(mutex_);
  if (!death_) death_ = std::string(reason);
  alive_.store(false, std::memory_order_release);
}

std::optional<std::string> Health::death() const {
  const std::scoped_lock lock(mutex_);
  return death_;
}

}  // namespace vitrine::observe
