// The last N slots of a count over time: seconds, minutes, half hours, days. A slot's index is time
// divided by its span, so that rings of one name move together.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

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
    std::uint64_t all = 0;
    for (auto index = last - count + 1; index <= last; ++index) all += at(index, head);
    return all;
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
