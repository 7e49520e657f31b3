// The last N slots of a count over time: seconds, minutes, half hours, days. A slot's index is time
// divided by its span, so that rings of one name move together.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace vitrine::tallies {

template <std::size_t N>
class Ring {
 public:
  static constexpr auto kSlots = static_cast<std::int64_t>(N);

  // Counts at `index`. The caller keeps `head`, the largest index so far, and moves it first.
  void add(std::int64_t index, std::uint32_t n, std::int64_t head) {
    if (head - index >= kSlots) return;
    auto& value = slot(index);
    // Saturates: 4,294,967,295 in one second or day.
    value = value > UINT32_MAX - n ? UINT32_MAX : value + n;
  }

  // From here on the newest slot is `to`: forward empties the slots in between, backward (the clock
  // was put back) forgets what lies in the future.
  void move_head(std::int64_t from, std::int64_t to) {
    const auto low = from < to ? from : to;
    const auto high = from < to ? to : from;
    if (high - low >= kSlots) {
      slots_.fill(0);
      return;
    }
    for (auto index = low + 1; index <= high; ++index) slot(index) = 0;
  }

  // What was counted at `index`; 0 for what lies outside of the ring.
  std::uint32_t at(std::int64_t index, std::int64_t head) const {
    return index > head || head - index >= kSlots ? 0 : slots_[place(index)];
  }

  // Over `count` slots that end with `last`.
  std::uint64_t sum(std::int64_t last, std::int64_t count, std::int64_t head) const {
    const auto newest = std::min(last, head);
    const auto oldest = std::max(last - count, head - kSlots) + 1;
    if (oldest > newest) return 0;
    // Two stretches at most, so that adding up costs no division for each slot.
    const auto from = place(oldest);
    const auto slots = static_cast<std::size_t>(newest - oldest + 1);
    const auto straight = std::min(slots, N - from);
    const auto* const begin = slots_.data();
    return std::accumulate(begin + from, begin + from + straight, std::uint64_t{0}) +
           std::accumulate(begin, begin + (slots - straight), std::uint64_t{0});
  }

 private:
  static std::size_t place(std::int64_t index) {
    const auto rest = index % kSlots;
    return static_cast<std::size_t>(rest < 0 ? rest + kSlots : rest);
  }

  std::uint32_t& slot(std::int64_t index) { return slots_[place(index)]; }

  std::array<std::uint32_t, N> slots_{};
};

}  // namespace vitrine::tallies
