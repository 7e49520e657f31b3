// Failures, remembered for seconds: a missing original that a page asks for a thousand times a
// minute costs its origin one request per `ttl`. Bounded by count; the oldest goes first.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "failure/failure.h"
#include "runtime/clock.h"

namespace vitrine::cache {

struct NegativeConfig {
  std::chrono::seconds ttl{10};
  std::size_t entries_max = 10'000;
};

// Lives on: any thread (mutex).
class NegativeCache {
 public:
  NegativeCache(NegativeConfig config, const Clock& clock);
  ~NegativeCache();
  NegativeCache(const NegativeCache&) = delete;
  NegativeCache& operator=(const NegativeCache&) = delete;

  std::optional<Failure> find(std::string_view key) const;
  // `busy` and `unavailable` are ours, not the original's, and are not remembered.
  void remember(std::string key, const Failure& failure);
  void forget(std::string_view key);
  // Every key that begins with `prefix`.
  void forget_prefix(std::string_view prefix);

 private:
  struct State;
  const NegativeConfig config_;
  const Clock& clock_;
  std::unique_ptr<State> state_;
};

}  // namespace vitrine::cache
