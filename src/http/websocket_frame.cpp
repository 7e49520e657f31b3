#include "http/websocket_frame.h"

namespace vitrine::http {

namespace {

constexpr std::size_t kShortMax = 125;
constexpr std::size_t kMediumMax = 0xFFFF;

void append_number(std::string& to, std::uint64_t number, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    to.push_back(static_cast<char>(number >> shift & 0xFF));
  }
}

}  // namespace

bool is_close_code(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;
  if (code < 1000 || code > 1014) return false;
  // Never assigned, "no code", and "cut off": what an API tells and no frame says.
  return code < 1004 || code > 1006;
}

std::string websocket_frame(Opcode opcode, std::string_view payload) {
  constexpr std::uint8_t kLast = 0x80;
  constexpr std::size_t kHeaderMax = 10;
  if (opcode >= Opcode::close) payload = payload.substr(0, kControlBytesMax);
  std::string frame;
  frame.reserve(kHeaderMax + payload.size());
  frame.push_back(static_cast<char>(kLast | static_cast<std::uint8_t>(opcode)));
  if (payload.size() <= kShortMax) {
    frame.push_back(static_cast<char>(payload.size()));
  } else if (payload.size() <= kMediumMax) {
    frame.push_back(126);
    append_number(frame, payload.size(), 2);
  } else {
    frame.push_back(127);
    append_number(frame, payload.size(), 8);
  }
  frame += payload;
  return frame;
}

std::string websocket_close(std::uint16_t code, std::string_view reason) {
  std::string payload;
  if (code != close_code::kNoCode) {
    append_number(payload, code, 2);
    payload += reason;
  }
  return websocket_frame(Opcode::close, payload);
}

}  // namespace vitrine::http
