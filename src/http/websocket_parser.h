// What a WebSocket client sends, byte for byte (RFC 6455): frames with their masks, messages in
// fragments, control frames between them. Without I/O; what it says does not depend on how the
// bytes are cut, and every refusal comes at the byte that is wrong.
//
// Refused: frames without a mask, reserved bits and opcodes, lengths that are longer than need be,
// control frames that are long or in fragments, a continuation of nothing, text that is not UTF-8,
// messages over the limit, close codes that no frame may carry.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "http/utf8_check.h"
#include "http/websocket_frame.h"

namespace vitrine::http {

// Lives on: its loop.
class WebSocketParser {
 public:
  enum class Kind : std::uint8_t {
    more,  // all bytes are used up
    text,
    binary,
    ping,
    pong,
    close,   // nothing that follows is looked at
    failed,  // the same; close with `code`
  };

  struct Event {
    Kind kind = Kind::more;
    // Of a message or control frame (without the code of a close), until the next take(). Empty for
    // messages that are not kept.
    std::string_view payload = {};
    // Of close (kNoCode when it has none) and failed.
    std::uint16_t code = 0;
    // Of failed; static.
    std::string_view reason = {};
  };

  // Without `keeps_messages` they are checked and dropped: nobody can fill memory with them.
  WebSocketParser(std::size_t message_bytes_max, bool keeps_messages)
      : message_bytes_max_(message_bytes_max), keeps_messages_(keeps_messages) {}

  // Takes bytes off the front of `bytes` up to the next event, and unmasks them in place.
  Event take(std::span<char>& bytes);

 private:
  static constexpr std::size_t kLengthAt = 2;
  static constexpr std::size_t kMaskBytes = 4;

  Event take_header_byte(std::uint8_t byte);
  Event check_first_byte();
  Event check_second_byte();
  Event check_length();
  Event take_payload(std::span<char>& bytes);
  Event end_frame();
  Event end_control();
  Event end_close();
  Event fail(std::uint16_t code, std::string_view reason);

  bool last() const { return (header_[0] & 0x80) != 0; }

  Opcode opcode() const { return static_cast<Opcode>(header_[0] & 0x0F); }

  bool is_control() const { return (header_[0] & 0x08) != 0; }

  // Behind the second byte.
  std::size_t length_bytes() const {
    const auto length = header_[1] & 0x7F;
    return length < 126 ? 0 : length == 126 ? 2 : 8;
  }

  std::size_t header_bytes() const { return kLengthAt + length_bytes() + kMaskBytes; }

  const std::size_t message_bytes_max_;
  const bool keeps_messages_;
  bool over_ = false;
  // A message has begun and not ended.
  bool in_message_ = false;
  bool is_text_ = false;
  // What the last event showed is still in message_ or control_.
  bool shown_ = false;
  std::uint8_t header_have_ = 0;
  std::uint8_t mask_at_ = 0;
  std::array<std::uint8_t, 14> header_;
  Utf8Check utf8_;
  std::uint64_t left_ = 0;
  std::uint64_t message_bytes_ = 0;
  std::string message_;
  std::string control_;
};

}  // namespace vitrine::http
