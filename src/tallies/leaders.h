// The names that are counted most of late, out of any number of them, in a bounded list; and how
// much all of them were counted in the last minute.
//
// It is the "space saving" sketch: a name that is not in the full list takes over the place and the
// weight of the lightest, so that a name with more than one part in `max` of what is counted is
// never missed, and a flood of new names cannot grow the list. Weights are halved every ten
// minutes, so that the leaders of the morning fade. How often a name was counted, its Series knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tallies/series.h"
#include "tallies/text_hash.h"

namespace vitrine::tallies {

// Lives on: any thread (mutex). Counting looks a name up; a new one in a full list costs a walk
// over `max` numbers.
class Leaders {
 public:
  static constexpr std::size_t kMax = 128;

  explicit Leaders(std::size_t max = kMax) : max_(max) {}

  void count(std::string_view name, std::uint32_t times, Second at);
  // What was counted before this process began, as its saved series says at `now`.
  void restore(std::string_view name, const Series& saved, Second now);
  // In no order, at most `max`.
  std::vector<std::string> names() const;
  // Of all names together: this second and the 59 before it.
  std::uint64_t last_minute(Second now) const;
  void forget_all();

 private:
  // Under mutex_, all of them.
  void weigh(std::string_view name, std::uint64_t weight);
  void fade(Second at);
  std::size_t place_for(std::string_view name);

  const std::size_t max_;
  mutable std::mutex mutex_;
  // The place of each name in `weights_`; a key stays at its address.
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> places_;
  std::vector<const std::string*> names_;
  std::vector<std::uint64_t> weights_;
  // Of all names. Its own total means nothing.
  Series all_;
  Second faded_ = 0;
};

}  // namespace vitrine::tallies
