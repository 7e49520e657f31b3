// Every limit that refuses is counted: vitrine_http_refused_total{server, reason}.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "observe/metrics.h"

namespace vitrine::http {

enum class Refusal : std::uint8_t {
  connections,   // connections_max: 503 and close
  descriptors,   // no file descriptor (or memory) left for another connection
  malformed,     // not proper HTTP: 400, 417, 501, 505
  head_size,     // head_bytes_max, headers_max: 414, 431
  head_time,     // head_time_max: 408
  body_size,     // the route's limit: 413
  body_rate,     // body_rate_min: 408
  write_time,    // write_time_max: closed
  frame,         // a WebSocket frame that breaks the protocol: closed with 1002 or 1007
  message_size,  // message_bytes_max of a WebSocket: closed with 1009
  pong_time,     // pong_time_max: closed
};

// Lives on: any thread (its counters are atomics).
class Refusals {
 public:
  Refusals(observe::Metrics& metrics, const std::string& server);

  void count(Refusal reason) const { counters_[static_cast<std::size_t>(reason)]->add(); }

 private:
  static constexpr std::size_t kReasons = 11;
  std::array<observe::Counter*, kReasons> counters_;
};

}  // namespace vitrine::http
