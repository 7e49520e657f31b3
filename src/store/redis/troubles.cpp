#include "store/redis/troubles.h"

#include <fmt/format.h>

namespace vitrine::store::redis {

namespace {

constexpr const char* kRoom = "store";

std::size_t index_of(Part part) {
  return static_cast<std::size_t>(part);
}

const char* name(Part part) {
  return part == Part::reading ? "reading" : "writing";
}

}  // namespace

void Troubles::set(Part part, const Failure& failure) {
  {
    const std::scoped_lock lock(mutex_);
    auto& kept = failures_[index_of(part)];
    const bool known = kept && kept->public_message == failure.public_message;
    kept = failure;
    some_ = true;
    if (known) return;
  }
  log_.error(kRoom, fmt::format("{}: {}: {}", name(part), failure.public_message, failure.detail));
}

void Troubles::clear(Part part) {
  {
    const std::scoped_lock lock(mutex_);
    auto& kept = failures_[index_of(part)];
    if (!kept) return;
    kept.reset();
    some_ = failures_[0] || failures_[1];
  }
  log_.info(kRoom, fmt::format("{}: Redis works again", name(part)));
}

std::optional<Failure> Troubles::any() const {
  if (!some_.load(std::memory_order_acquire)) return {};
  const std::scoped_lock lock(mutex_);
  return failures_[0] ? failures_[0] : failures_[1];
}

}  // namespace vitrine::store::redis
