#include "http/websocket_parser.h"

#include <algorithm>
#include <utility>

namespace vitrine::http {

WebSocketParser::Event WebSocketParser::take(std::span<char>& bytes) {
  if (std::exchange(shown_, false)) {
    // A ping between two fragments leaves the message as it is.
    if (!in_message_) message_ = {};
    control_ = {};
  }
  while (!bytes.empty()) {
    if (over_) {
      bytes = {};
      break;
    }
    Event event;
    if (header_have_ < kLengthAt || header_have_ < header_bytes()) {
      event = take_header_byte(static_cast<std::uint8_t>(bytes.front()));
      bytes = bytes.subspan(1);
    } else {
      event = take_payload(bytes);
    }
    if (event.kind == Kind::more) continue;
    shown_ = true;
    return event;
  }
  return {};
}

WebSocketParser::Event WebSocketParser::take_header_byte(std::uint8_t byte) {
  header_[header_have_++] = byte;
  if (header_have_ == 1) return check_first_byte();
  Event event;
  if (header_have_ == kLengthAt) event = check_second_byte();
  if (event.kind == Kind::more && header_have_ == kLengthAt + length_bytes()) {
    event = check_length();
  }
  if (event.kind != Kind::more || header_have_ < header_bytes()) return event;
  mask_at_ = 0;
  return left_ == 0 ? end_frame() : Event{};
}

WebSocketParser::Event WebSocketParser::check_first_byte() {
  if ((header_[0] & 0x70) != 0) {
    return fail(close_code::kProtocolError,
                "a reserved bit is set, and no extension was agreed on");
  }
  switch (opcode()) {
    case Opcode::continuation:
      if (!in_message_) {
        return fail(close_code::kProtocolError, "a continuation of no message");
      }
      return {};
    case Opcode::text:
    case Opcode::binary:
      if (in_message_) {
        return fail(close_code::kProtocolError, "a message begins within another one");
      }
      in_message_ = true;
      is_text_ = opcode() == Opcode::text;
      message_bytes_ = 0;
      utf8_.reset();
      return {};
    case Opcode::close:
    case Opcode::ping:
    case Opcode::pong:
      if (!last()) return fail(close_code::kProtocolError, "a control frame in fragments");
      return {};
  }
  return fail(close_code::kProtocolError, "a reserved opcode");
}

WebSocketParser::Event WebSocketParser::check_second_byte() {
  if ((header_[1] & 0x80) == 0) {
    return fail(close_code::kProtocolError, "a frame without a mask");
  }
  if (is_control() && (header_[1] & 0x7F) > kControlBytesMax) {
    return fail(close_code::kProtocolError, "a control frame over 125 bytes");
  }
  return {};
}

WebSocketParser::Event WebSocketParser::check_length() {
  const auto bytes = length_bytes();
  left_ = bytes == 0 ? header_[1] & 0x7F : 0;
  for (std::size_t i = 0; i < bytes; ++i) left_ = left_ << 8 | header_[kLengthAt + i];
  const bool minimal = bytes == 0 || left_ > (bytes == 2 ? 125U : 0xFFFFU);
  if (!minimal) return fail(close_code::kProtocolError, "a length that is longer than need be");
  if (is_control()) return {};
  // Compared without a sum, which a length near 2^64 would wrap.
  if (left_ > message_bytes_max_ - message_bytes_) {
    return fail(close_code::kMessageSize, "the message is over the limit");
  }
  message_bytes_ += left_;
  return {};
}

WebSocketParser::Event WebSocketParser::take_payload(std::span<char>& bytes) {
  const auto count = std::min<std::uint64_t>(left_, bytes.size());
  const auto part = bytes.first(count);
  bytes = bytes.subspan(count);
  const auto* const mask = &header_[header_bytes() - kMaskBytes];
  for (char& c : part) {
    c = static_cast<char>(static_cast<std::uint8_t>(c) ^ mask[mask_at_]);
    mask_at_ = (mask_at_ + 1) % kMaskBytes;
  }
  left_ -= count;
  const std::string_view text(part.data(), part.size());
  if (is_control()) {
    control_ += text;
  } else {
    if (is_text_ && !utf8_.take(text)) return fail(close_code::kNotUtf8, "text that is not UTF-8");
    if (keeps_messages_) message_ += text;
  }
  return left_ == 0 ? end_frame() : Event{};
}

WebSocketParser::Event WebSocketParser::end_frame() {
  header_have_ = 0;
  if (is_control()) return end_control();
  if (!last()) return {};
  in_message_ = false;
  if (is_text_ && !utf8_.complete()) {
    return fail(close_code::kNotUtf8, "text that ends within a character");
  }
  return {.kind = is_text_ ? Kind::text : Kind::binary, .payload = message_};
}

WebSocketParser::Event WebSocketParser::end_control() {
  if (opcode() == Opcode::close) return end_close();
  return {.kind = opcode() == Opcode::ping ? Kind::ping : Kind::pong, .payload = control_};
}

WebSocketParser::Event WebSocketParser::end_close() {
  if (control_.empty()) {
    over_ = true;
    return {.kind = Kind::close, .code = close_code::kNoCode};
  }
  if (control_.size() == 1) return fail(close_code::kProtocolError, "a close code of one byte");
  const auto code = static_cast<std::uint16_t>(static_cast<std::uint8_t>(control_[0]) << 8 |
                                               static_cast<std::uint8_t>(control_[1]));
  if (!is_close_code(code)) {
    return fail(close_code::kProtocolError, "a close code that no frame may carry");
  }
  const auto reason = std::string_view(control_).substr(2);
  Utf8Check utf8;
  if (!utf8.take(reason) || !utf8.complete()) {
    return fail(close_code::kNotUtf8, "a reason that is not UTF-8");
  }
  over_ = true;
  return {.kind = Kind::close, .payload = reason, .code = code};
}

WebSocketParser::Event WebSocketParser::fail(std::uint16_t code, std::string_view reason) {
  over_ = true;
  return {.kind = Kind::failed, .code = code, .reason = reason};
}

}  // namespace vitrine::http
