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
  // Of streams: a WebSocket that has been silent for so long is asked whether it is there, and an
  // event stream is sent a comment.
  std::chrono::seconds ping_after{30};
  std::chrono::seconds pong_time_max{20};     // from the question to anything at all
  std::size_t message_bytes_max = 64 * 1024;  // of a WebSocket client; over it close code 1009
};

}  // namespace vitrine::http
