// How long to wait before the next attempt to reach a server that is away: twice as long each time
// up to a bound, less a random part, so that many instances do not come back in one moment.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace vitrine::store::redis {

struct BackoffConfig {
  std::chrono::milliseconds first{50};
  std::chrono::milliseconds longest{1000};
};

// Lives on: one thread.
class Backoff {
 public:
  Backoff(BackoffConfig config, std::uint64_t seed) : config_(config), random_(seed) {}

  // From half of the bound to the whole of it.
  std::chrono::milliseconds next();

  // It has worked.
  void reset() { failures_ = 0; }

 private:
  const BackoffConfig config_;
  std::mt19937_64 random_;
  unsigned failures_ = 0;
};

}  // namespace vitrine::store::redis
