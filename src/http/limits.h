// What a connection may take of us. Every one is an option of the configuration.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace vitrine::http {

struct Limits {
  std::size_t head_bytes_max =
      16 * 1024;  // request line and headers; over it 431 (414 for the line)
  std::size_t headers_max = 64;
  std::chrono::seconds head_time_max{10};   // from the first byte of a head to its last
  std::chrono::seconds idle_time_max{60};   // keep-alive without a request
  std::chrono::seconds write_time_max{30};  // without progress while sending
  std::uint64_t body_rate_min = 1024;       // bytes a second, looked at every 10 s
  std::size_t connections_max = 10'000;     // of the server; over it 503 and close
};

}  // namespace vitrine::http
