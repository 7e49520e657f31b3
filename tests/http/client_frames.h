// Frames as a WebSocket client writes them, right and wrong, and what a parser says to them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/websocket_parser.h"

namespace vitrine::http::testing {

// The first byte, then the payload with its length in as few bytes as it needs, masked.
inline std::string client_frame(std::uint8_t first, std::string_view payload) {
  std::string frame(1, static_cast<char>(first));
  const auto size = payload.size();
  const int more = size < 126 ? 0 : size < 0x10000 ? 2 : 8;
  frame.push_back(static_cast<char>(0x80 | (more == 0 ? size : more == 2 ? 126 : 127)));
  for (int shift = (more - 1) * 8; shift >= 0; shift -= 8) {
    frame.push_back(static_cast<char>(size >> shift & 0xFF));
  }
  constexpr std::string_view kMask = "\x37\xFA\x21\x3D";
  frame += kMask;
  for (std::size_t i = 0; i < size; ++i) {
    frame.push_back(static_cast<char>(payload[i] ^ kMask[i % 4]));
  }
  return frame;
}

// The events in `bytes`, cut into pieces of at most `piece`: "text abc", "ping", "close 1000 bye",
// "failed 1002".
inline std::vector<std::string> events_in(std::string bytes,
                                          std::size_t piece = std::string::npos,
                                          std::size_t message_bytes_max = 1000) {
  using Kind = WebSocketParser::Kind;
  WebSocketParser parser(message_bytes_max, true);
  std::vector<std::string> events;
  for (std::size_t at = 0; at < bytes.size();) {
    auto part = std::span(bytes).subspan(at, std::min(piece, bytes.size() - at));
    at += part.size();
    while (!part.empty()) {
      const auto event = parser.take(part);
      const std::string payload =
          event.payload.empty() ? std::string() : ' ' + std::string(event.payload);
      switch (event.kind) {
        case Kind::more:
          break;
        case Kind::text:
          events.push_back("text" + payload);
          break;
        case Kind::binary:
          events.push_back("binary" + payload);
          break;
        case Kind::ping:
          events.push_back("ping" + payload);
          break;
        case Kind::pong:
          events.push_back("pong" + payload);
          break;
        case Kind::close:
          events.push_back("close " + std::to_string(event.code) + payload);
          break;
        case Kind::failed:
          events.push_back("failed " + std::to_string(event.code));
          break;
      }
    }
  }
  return events;
}

}  // namespace vitrine::http::testing
