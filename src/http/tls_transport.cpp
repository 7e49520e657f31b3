#include "http/tls_transport.h"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include <boost/asio/buffer.hpp>
#include <openssl/ssl.h>

namespace vitrine::http {

namespace ssl = boost::asio::ssl;

ssl::context tls_context(const std::string& certificate_file, const std::string& key_file) {
  ssl::context context(ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  boost::system::error_code error;
  context.use_certificate_chain_file(certificate_file, error);
  if (error) {
    throw std::runtime_error("The certificate " + certificate_file +
                             " cannot be used: " + error.message());
  }
  context.use_private_key_file(key_file, ssl::context::pem, error);
  if (error) {
    throw std::runtime_error("The key " + key_file + " cannot be used: " + error.message());
  }
  return context;
}

Task<bool> TlsTransport::open() {
  auto [error] = co_await stream_.async_handshake(ssl::stream_base::server, kAsTuple);
  co_return !error;
}

Task<bool> TlsTransport::send_more(Outgoing& outgoing) {
  if (outgoing.has_memory()) {
    const auto text = outgoing.first_memory();
    auto [error, count] =
        co_await stream_.async_write_some(boost::asio::buffer(text.data(), text.size()), kAsTuple);
    if (!error) outgoing.memory_sent(count);
    co_return !error;
  }
  if (!file_bytes_) file_bytes_ = std::make_unique_for_overwrite<char[]>(kRecordBytes);
  const auto read = ::pread(outgoing.file(),
                            file_bytes_.get(),
                            std::min<std::uint64_t>(outgoing.file_bytes(), kRecordBytes),
                            static_cast<off_t>(outgoing.file_offset()));
  if (read <= 0) co_return false;
  auto [error, count] = co_await stream_.async_write_some(
      boost::asio::buffer(file_bytes_.get(), static_cast<std::size_t>(read)), kAsTuple);
  if (error) co_return false;
  outgoing.file_sent(count);
  if (!outgoing.has_file()) file_bytes_.reset();
  co_return true;
}

Task<void> TlsTransport::say_goodbye() {
  // It fails when the client has left without a word, which changes nothing.
  [[maybe_unused]] auto [error] = co_await stream_.async_shutdown(kAsTuple);
}

void TlsTransport::end_sending() {
  boost::system::error_code ignored;  // the client may be gone already
  socket().shutdown(Socket::shutdown_send, ignored);
}

}  // namespace vitrine::http
