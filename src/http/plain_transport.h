// A TCP socket under a session. Sending is tried at once, without a wait: it nearly always fits.
#pragma once

#include "http/outgoing.h"
#include "http/sockets.h"

namespace vitrine::http {

enum class Sent : std::uint8_t { all, part, failed };

// Lives on: its loop.
class PlainTransport {
 public:
  static constexpr bool kSecure = false;

  explicit PlainTransport(Socket socket) : socket_(std::move(socket)) {}

  Socket& stream() { return socket_; }

  Socket& socket() { return socket_; }

  // How much of `bytes` the kernel took at once; a failure takes nothing.
  std::size_t send_text(std::string_view bytes);
  // As much as the kernel takes now.
  Sent send(Outgoing& outgoing);
  // Waits until it takes more, and sends that. False when the connection is gone.
  Task<bool> send_more(Outgoing& outgoing);
  // Nothing more will be sent.
  void end_sending();

 private:
  Socket socket_;
};

}  // namespace vitrine::http
