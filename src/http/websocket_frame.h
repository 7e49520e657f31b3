// The words of WebSocket (RFC 6455), and frames as a server writes them: unmasked, whole. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::http {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10,
};

// Why a WebSocket ends (RFC 6455, 7.4).
namespace close_code {
inline constexpr std::uint16_t kNormal = 1000;
inline constexpr std::uint16_t kGoingAway = 1001;
inline constexpr std::uint16_t kProtocolError = 1002;
inline constexpr std::uint16_t kNoCode = 1005;  // in no frame: the peer gave none
inline constexpr std::uint16_t kNotUtf8 = 1007;
inline constexpr std::uint16_t kPolicy = 1008;
inline constexpr std::uint16_t kMessageSize = 1009;
inline constexpr std::uint16_t kTryLater = 1013;
}  // namespace close_code

// May a frame carry it?
bool is_close_code(std::uint16_t code);

// The payload of a ping, pong or close is at most this long.
inline constexpr std::size_t kControlBytesMax = 125;

// One frame, the only one of its message. A control frame's payload is cut to what it may be.
std::string websocket_frame(Opcode opcode, std::string_view payload);
// kNoCode makes an empty one. A reason that is too long is cut; it is ASCII.
std::string websocket_close(std::uint16_t code, std::string_view reason);

}  // namespace vitrine::http
