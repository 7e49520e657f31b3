// How often one name was counted: in all, and over the last 60 seconds, 60 minutes, 48 half hours
// and 400 days. Exact, by the clock, and a pure function of what was added.
//
// A name that is counted often has its rings (2.3 KB). One that is not is packed into the slots
// that are not zero, usually a few bytes, and what is counted now and then is noted behind them, so
// that a name with a click an hour need not be unpacked for each. Packing loses nothing; the same
// bytes are what is saved.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tallies/ring.h"

namespace vitrine::tallies {

// Seconds since 1970, UTC.
using Second = std::int64_t;

inline constexpr Second kMinute = 60;
inline constexpr Second kHalfHour = 1800;
inline constexpr Second kDay = 86'400;

enum class Span : std::uint8_t { seconds, minutes, half_hours, days };

struct Windows {
  Ring<60> seconds;
  Ring<60> minutes;
  Ring<48> half_hours;
  Ring<400> days;
};

// Lives on: whoever holds its lock.
class Series {
 public:
  // A clock that is put back by less than a minute counts on in the slots that are there; by more,
  // what lies in the future is forgotten from the windows, never from the total.
  void add(Second at, std::uint32_t n);

  std::uint64_t total() const { return total_; }

  // Zero before the first add.
  Second latest() const { return latest_; }

  struct Recent {
    // This second and the 59 before it.
    std::uint64_t last_minute = 0;
    // This minute and the 59 before it.
    std::uint64_t last_hour = 0;
    // Since midnight, UTC.
    std::uint64_t today = 0;
  };

  Recent recent(Second now) const;
  // Bit i is set when something was counted in the i-th minute before this one; 60 bits.
  std::uint64_t minute_bits(Second now) const;
  // One ring, oldest slot first, up to and including now.
  std::vector<std::uint32_t> history(Span span, Second now) const;

  bool is_hot() const { return windows_ != nullptr; }

  // Gives the rings back; counting brings them back, after a few times.
  void pack();
  // All of it, as bytes, and back. False after damage; `series` is then as it was.
  std::string saved() const;
  static bool restore(std::string_view bytes, Series& series);

 private:
  bool note(Second at, std::uint32_t n);
  Windows unpacked() const;
  std::string packed() const;

  std::uint64_t total_ = 0;
  Second latest_ = 0;
  std::unique_ptr<Windows> windows_;
  // While there are no rings: the slots that were not zero at `packed_at_`, and what was counted
  // since, as (seconds from the latest one before, count). As many as fit into the string itself.
  Second packed_at_ = 0;
  std::string packed_;
  std::string notes_;
};

}  // namespace vitrine::tallies
