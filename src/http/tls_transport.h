// TLS over a TCP socket under a session. Bytes are encrypted into a buffer of their own, so every
// send waits; a front proxy is the faster place for TLS.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "http/plain_transport.h"

namespace vitrine::http {

// TLS 1.2 and newer with this certificate chain and key (PEM). Throws std::runtime_error that names
// the file and the reason.
boost::asio::ssl::context tls_context(const std::string& certificate_file,
                                      const std::string& key_file);

// Lives on: its loop.
class TlsTransport {
 public:
  static constexpr bool kSecure = true;

  TlsTransport(Socket socket, boost::asio::ssl::context& context)
      : stream_(std::move(socket), context) {}

  boost::asio::ssl::stream<Socket>& stream() { return stream_; }

  Socket& socket() { return stream_.next_layer(); }

  // The handshake; false when there is none.
  Task<bool> open();

  static std::size_t send_text(std::string_view) { return 0; }

  Sent send(const Outgoing& outgoing) { return outgoing.empty() ? Sent::all : Sent::part; }

  Task<bool> send_more(Outgoing& outgoing);
  // Tells the client that nothing was cut off, and waits for it to say the same.
  Task<void> say_goodbye();
  void end_sending();

 private:
  // One TLS record.
  static constexpr std::size_t kRecordBytes = 16 * 1024;

  boost::asio::ssl::stream<Socket> stream_;
  std::unique_ptr<char[]> file_bytes_;  // while a file is sent
};

}  // namespace vitrine::http
