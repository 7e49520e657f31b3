// Chance that can be repeated: the same seed gives the same throws on every machine (SplitMix64;
// the distributions of the standard library differ from one to the next). Lives on: one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace vitrine::feed {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  // 0 to sides - 1; of no more than 2^32 sides, so that none is favoured by what anybody can count.
  std::size_t below(std::size_t sides) { return static_cast<std::size_t>(bits() % sides); }

  // Above 0, at most 1.
  double share() { return static_cast<double>((bits() >> 11) + 1) * 0x1p-53; }

  bool percent(unsigned chance) { return below(100) < chance; }

  template <class Value>
  const Value& one_of(std::span<const Value> values) {
    return values[below(values.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace vitrine::feed
