// How many bytes of bodies may be in memory while their fetches run, all together.
#pragma once

#include <atomic>
#include <cstdint>

namespace vitrine::origin {

// Lives on: any thread (atomics).
class ByteBudget {
 public:
  explicit ByteBudget(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

  std::uint64_t taken() const { return taken_.load(std::memory_order_relaxed); }

 private:
  friend class BudgetShare;

  bool take(std::uint64_t bytes) {
    auto taken = taken_.load(std::memory_order_relaxed);
    while (bytes <= bytes_max_ - taken) {
      if (taken_.compare_exchange_weak(taken, taken + bytes, std::memory_order_relaxed))
        return true;
    }
    return false;
  }

  const std::uint64_t bytes_max_;
  std::atomic<std::uint64_t> taken_{0};
};

// What one fetch has taken; given back when destroyed. Lives on: one job.
class BudgetShare {
 public:
  explicit BudgetShare(ByteBudget& budget) : budget_(budget) {}

  ~BudgetShare() { budget_.taken_.fetch_sub(bytes_, std::memory_order_relaxed); }

  BudgetShare(const BudgetShare&) = delete;
  BudgetShare& operator=(const BudgetShare&) = delete;

  // false when the budget does not have what is missing to `bytes`; the share stays as it was.
  bool grow_to(std::uint64_t bytes) {
    if (bytes <= bytes_) return true;
    if (!budget_.take(bytes - bytes_)) return false;
    bytes_ = bytes;
    return true;
  }

 private:
  ByteBudget& budget_;
  std::uint64_t bytes_ = 0;
};

}  // namespace vitrine::origin
