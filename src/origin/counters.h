// What is counted about fetches.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "failure/kinds.h"
#include "failure/result.h"
#include "observe/metrics.h"
#include "origin/origins.h"

namespace vitrine::origin {

// The limit or rule that refused a fetch.
enum class Refusal : std::uint8_t {
  url,        // no web address, another scheme, a user name
  address,    // a private address, or a port
  redirects,  // too many of them
  queue,      // too many fetches wait
  memory,     // bytes_in_flight_max
  body,       // body_bytes_max
  head,       // a head without end
  time,       // fetch_time_max
  rate,       // rate_bytes_min
};

// Lives on: any thread.
class Counters {
 public:
  explicit Counters(observe::Metrics& metrics);

  void ended(const Result<Fetched>& fetched);

  void refused(Refusal reason) { refused_[static_cast<std::size_t>(reason)]->add(); }

 private:
  static constexpr std::size_t kRefusals = 9;

  observe::Counter& fetched_;
  observe::Counter& unchanged_;
  observe::Counter& bytes_;
  std::array<observe::Counter*, kFailureKinds> failed_{};
  std::array<observe::Counter*, kRefusals> refused_{};
};

}  // namespace vitrine::origin
