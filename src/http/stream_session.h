// The session of a connection that has become a stream. Small, because thousands of them are idle
// at once: no coroutine, no buffer of its own (what clients say is read into the shard's and looked
// at there), nothing queued while the reader keeps up.
//
//   open -> closing (our close frame is out, or the events are over) -> ended
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "http/plain_transport.h"
#include "http/shard.h"
#include "http/stream.h"
#include "http/tls_transport.h"
#include "http/websocket_parser.h"

namespace vitrine::http {

// Takes the connection over: it goes on until its end, and is then no longer counted. `unread` came
// behind the request.
void begin_stream(std::shared_ptr<Shard> shard,
                  PlainTransport transport,
                  StreamStart start,
                  std::string unread);
void begin_stream(std::shared_ptr<Shard> shard,
                  TlsTransport transport,
                  StreamStart start,
                  std::string unread);

// What does not depend on the transport. Lives on: its loop; alive as long as an operation of its
// socket is under way. In one of the shard's waiting lists until it has ended.
class StreamSession : public Waiter,
                      public StreamWire,
                      public std::enable_shared_from_this<StreamSession> {
 public:
  StreamSession(std::shared_ptr<Shard> shard, StreamStart start);
  virtual ~StreamSession();

  void begin(std::string unread);

  void send(const SharedBytes& bytes) override;

  std::size_t unsent() const override { return backlog_ ? backlog_->bytes : 0; }

  void close(std::uint16_t code, std::string_view reason) override;

  void expire(Wait what) override;

  bool body_keeps_up() override { return true; }

  // The server is draining: the reader is sent away, with a hint when to come back.
  void stop_reading() override;

  void hang_up() override { end(); }

 protected:
  enum class State : std::uint8_t { open, closing, ended };

  // Waits for bytes, then calls received() or end().
  virtual void read_more() = 0;
  // What the kernel takes of this at once.
  virtual std::size_t send_at_once(std::string_view bytes) = 0;
  // Sends from front() on when it can, and calls sent() or end(); again as long as sent() says so.
  virtual void write_more() = 0;
  virtual void end_sending() = 0;
  virtual void close_socket() = 0;

  void received(std::span<char> bytes);

  // What is to be sent next, and how much of it is out already.
  const SharedBytes& front() const { return backlog_->waiting.front(); }

  std::size_t front_sent() const { return backlog_->front_sent; }

  // Is there more?
  bool sent(std::size_t bytes);
  void end();

  bool ended() const { return state_ == State::ended; }

  Shard& shard() { return *shard_; }

 private:
  // Only while the reader is slower than we are.
  struct Backlog {
    std::deque<SharedBytes> waiting;
    std::size_t front_sent = 0;
    std::size_t bytes = 0;
    // Of several pings only the last one is answered (RFC 6455, 5.5.3).
    SharedBytes pong;
  };

  void put(const SharedBytes& bytes);
  void wait_for_room(const SharedBytes& bytes, std::size_t taken);
  void take(const WebSocketParser::Event& event);
  void pong(std::string_view payload);
  void begin_close(const SharedBytes& last);
  // Into the waiting list where it belongs now.
  void watch();
  void all_sent();

  const std::shared_ptr<Shard> shard_;
  std::shared_ptr<Stream> stream_;
  const StreamKind kind_;
  State state_ = State::open;
  WebSocketParser parser_;
  std::unique_ptr<Backlog> backlog_;
};

}  // namespace vitrine::http
