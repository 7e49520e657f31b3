// The generation of every original: a number that moves on when the original is purged or turns out
// to have changed. Whatever was begun in an earlier generation may still answer those who were
// waiting for it, but is not served to anybody who comes later.
//
// Originals share a fixed number of counters by their hash. Two that share one only look purged a
// little more often than they are, which costs a look at the store and no correctness.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace vitrine::delivery {

// Lives on: any thread (atomics).
class Purges {
 public:
  std::uint64_t generation(std::string_view source_key) const {
    return slots_[slot(source_key)].load(std::memory_order_acquire);
  }

  void advance(std::string_view source_key) {
    slots_[slot(source_key)].fetch_add(1, std::memory_order_acq_rel);
  }

  // From `expected` to the next. False when somebody else has moved it on meanwhile.
  bool advance_from(std::string_view source_key, std::uint64_t expected) {
    return slots_[slot(source_key)].compare_exchange_strong(
        expected, expected + 1, std::memory_order_acq_rel);
  }

 private:
  static constexpr std::size_t kSlots = 4096;

  static std::size_t slot(std::string_view source_key) {
    return std::hash<std::string_view>{}(source_key) % kSlots;
  }

  std::array<std::atomic<std::uint64_t>, kSlots> slots_{};
};

}  // namespace vitrine::delivery
