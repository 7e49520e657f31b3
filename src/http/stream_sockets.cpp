// Streams over the two transports.
#include <array>
#include <cerrno>
#include <utility>

#include <boost/asio/buffer.hpp>

#include "http/stream_session.h"

namespace vitrine::http {

namespace {

class PlainStream final : public StreamSession {
 public:
  PlainStream(std::shared_ptr<Shard> shard, StreamStart start, PlainTransport transport)
      : StreamSession(std::move(shard), std::move(start)), transport_(std::move(transport)) {}

 private:
  std::shared_ptr<PlainStream> self() {
    return std::static_pointer_cast<PlainStream>(shared_from_this());
  }

  // Waits for the socket and not for bytes: a wait needs no buffer.
  void read_more() override {
    transport_.socket().async_wait(Socket::wait_read,
                                   [self = self()](boost::system::error_code error) {
                                     if (error) return self->end();
                                     self->read_now();
                                   });
  }

  void read_now() {
    // Then others have their turn.
    constexpr int kReadsPerTurn = 4;
    const auto space = shard().nowhere();
    for (int reads = 0; reads < kReadsPerTurn && !ended(); ++reads) {
      const auto count =
          ::recv(transport_.socket().native_handle(), space.data(), space.size(), MSG_DONTWAIT);
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) break;
      if (count <= 0) return end();
      const auto bytes = static_cast<std::size_t>(count);
      received({static_cast<char*>(space.data()), bytes});
      if (bytes < space.size()) break;
    }
    if (!ended()) read_more();
  }

  std::size_t send_at_once(std::string_view bytes) override { return transport_.send_text(bytes); }

  void write_more() override {
    transport_.socket().async_wait(Socket::wait_write,
                                   [self = self()](boost::system::error_code error) {
                                     if (error) return self->end();
                                     self->write_now();
                                   });
  }

  void write_now() {
    // Then others have their turn.
    constexpr int kWritesPerTurn = 16;
    for (int writes = 0; writes < kWritesPerTurn; ++writes) {
      if (ended()) return;
      const auto text = std::string_view(*front()).substr(front_sent());
      const auto count = ::send(transport_.socket().native_handle(),
                                text.data(),
                                text.size(),
                                MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) break;
      if (count < 0) return end();
      if (!sent(static_cast<std::size_t>(count))) return;
    }
    write_more();
  }

  void end_sending() override { transport_.end_sending(); }

  void close_socket() override {
    boost::system::error_code ignored;
    transport_.socket().close(ignored);
  }

  PlainTransport transport_;
};

// Much larger than a plain one: the library keeps records of 16 KiB in both directions.
class TlsStream final : public StreamSession {
 public:
  TlsStream(std::shared_ptr<Shard> shard, StreamStart start, TlsTransport transport)
      : StreamSession(std::move(shard), std::move(start)), transport_(std::move(transport)) {}

 private:
  std::shared_ptr<TlsStream> self() {
    return std::static_pointer_cast<TlsStream>(shared_from_this());
  }

  // Into a buffer of its own: what was decrypted may wait there for a turn of the loop.
  void read_more() override {
    transport_.stream().async_read_some(
        boost::asio::buffer(bytes_),
        [self = self()](boost::system::error_code error, std::size_t count) {
          if (error) return self->end();
          self->received(std::span(self->bytes_).first(count));
          if (!self->ended()) self->read_more();
        });
  }

  std::size_t send_at_once(std::string_view) override { return 0; }

  void write_more() override {
    const auto text = std::string_view(*front()).substr(front_sent());
    transport_.stream().async_write_some(
        boost::asio::buffer(text.data(), text.size()),
        // The session may end, and let go of its bytes, before they are encrypted.
        [self = self(), kept = front()](boost::system::error_code error, std::size_t count) {
          if (error) return self->end();
          if (!self->ended() && self->sent(count)) self->write_more();
        });
  }

  // Without TLS's own goodbye: a WebSocket has said it in a frame, and events have no end.
  void end_sending() override { transport_.end_sending(); }

  void close_socket() override {
    boost::system::error_code ignored;
    transport_.socket().close(ignored);
  }

  TlsTransport transport_;
  std::array<char, 1024> bytes_;
};

}  // namespace

void begin_stream(std::shared_ptr<Shard> shard,
                  PlainTransport transport,
                  StreamStart start,
                  std::string unread) {
  std::make_shared<PlainStream>(std::move(shard), std::move(start), std::move(transport))
      ->begin(std::move(unread));
}

void begin_stream(std::shared_ptr<Shard> shard,
                  TlsTransport transport,
                  StreamStart start,
                  std::string unread) {
  std::make_shared<TlsStream>(std::move(shard), std::move(start), std::move(transport))
      ->begin(std::move(unread));
}

}  // namespace vitrine::http
