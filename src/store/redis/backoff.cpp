#include "store/redis/backoff.h"

#include <algorithm>

namespace vitrine::store::redis {

std::chrono::milliseconds Backoff::next() {
  auto bound = std::min(config_.first, config_.longest);
  for (unsigned i = 0; i < failures_ && bound < config_.longest; ++i) {
    bound = std::min(bound * 2, config_.longest);
  }
  ++failures_;
  std::uniform_int_distribution<std::int64_t> between(bound.count() / 2, bound.count());
  return std::chrono::milliseconds{between(random_)};
}

}  // namespace vitrine::store::redis
