// One connection: a coroutine that moves bytes between a transport and a Connection. The hot loop
// is one read and one send per request, with no allocation and no timer call.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

#include "http/connection.h"
#include "http/shard.h"
#include "http/sockets.h"
#include "http/stream_session.h"

namespace vitrine::http {

// Lives on: its loop.
template <class Transport>
class Session final : public Waiter {
 public:
  Session(std::shared_ptr<Shard> shard, Transport transport, std::string peer)
      : shard_(std::move(shard)),
        transport_(std::move(transport)),
        peer_(std::move(peer)),
        connection_(shard_->state(), peer_, Transport::kSecure) {}

  ~Session() {
    shard_->lists().remove(*this);
    if (!handed_over_) shard_->left();
  }

  static Task<void> run(std::unique_ptr<Session> self);

  void expire(Wait what) override;
  bool body_keeps_up() override;
  void stop_reading() override;
  void hang_up() override;

 private:
  using Next = Connection::Next;

  Task<bool> open();
  Sent send_at_once();
  Task<bool> send_rest();
  Task<Next> await_answer();
  Task<Next> await_feed();
  Task<void> linger();
  // Absent: the connection is over.
  std::optional<Next> interrupted();
  void watch();
  void hand_over();

  std::shared_ptr<Shard> shard_;
  Transport transport_;
  const std::string peer_;
  std::uint64_t head_watched_ = 0;
  std::uint64_t body_bytes_before_ = 0;
  std::optional<Wait> watched_;
  bool expired_ = false;
  bool handed_over_ = false;
  Outgoing outgoing_;
  Connection connection_;
};

template <class Transport>
Task<void> Session<Transport>::run(std::unique_ptr<Session> self) {
  auto& session = *self;
  auto& connection = session.connection_;
  if constexpr (Transport::kSecure) {
    const bool opened = co_await session.open();
    if (!opened) co_return;
  }
  auto next = Next::read;
  while (true) {
    const auto sent = session.send_at_once();
    if (sent == Sent::failed) co_return;
    if (sent == Sent::part) {
      const bool rest = co_await session.send_rest();
      if (!rest) co_return;
    }
    switch (next) {
      case Next::read: {
        session.watch();
        const auto space = connection.space();
        auto [error, bytes] = co_await session.transport_.stream().async_read_some(
            boost::asio::buffer(space.data(), space.size()), kAsTuple);
        if (!error) {
          next = connection.received(bytes);
          break;
        }
        const auto last = session.interrupted();
        if (!last) co_return;
        next = *last;
        break;
      }
      case Next::yield:
        co_await boost::asio::post(session.shard_->executor(), kAsTuple);
        [[fallthrough]];
      case Next::resume:
        next = connection.resume();
        break;
      case Next::wait:
        next = co_await session.await_answer();
        break;
      case Next::feed:
        next = co_await session.await_feed();
        break;
      case Next::linger:
        co_await session.linger();
        co_return;
      case Next::stream:
        session.hand_over();
        co_return;
      case Next::close:
        if constexpr (Transport::kSecure) co_await session.linger();
        co_return;
    }
  }
}

template <class Transport>
Sent Session<Transport>::send_at_once() {
  auto& out = shard_->state().out;
  const auto* const body = connection_.attached();
  if (out.empty() && body == nullptr) return Sent::all;
  // Nearly every answer is in the out buffer whole, and the kernel takes it whole.
  const auto taken = body == nullptr ? transport_.send_text(out.view()) : 0;
  auto sent = Sent::all;
  if (body != nullptr || taken < out.view().size()) {
    outgoing_.begin(out.view().substr(taken), body);
    sent = transport_.send(outgoing_);
    if (sent == Sent::part) outgoing_.keep();
    if (sent == Sent::failed) connection_.lost(outgoing_.unsent());
  }
  out.clear();
  if (sent == Sent::all) connection_.sent();
  return sent;
}

template <class Transport>
Task<bool> Session<Transport>::send_rest() {
  while (!outgoing_.empty()) {
    // Anew each time: the limit is on waiting without progress.
    shard_->lists().put(*this, Wait::write);
    const bool well = co_await transport_.send_more(outgoing_);
    if (!well) {
      connection_.lost(outgoing_.unsent());
      co_return false;
    }
  }
  shard_->lists().put(*this, Wait::handler);
  watched_.reset();
  connection_.sent();
  co_return true;
}

template <class Transport>
Task<Connection::Next> Session<Transport>::await_answer() {
  shard_->lists().put(*this, Wait::handler);
  watched_.reset();
  std::optional<Result<Response>> answer;
  std::exception_ptr thrown;
  try {
    answer.emplace(co_await connection_.take_task());
  } catch (...) {
    thrown = std::current_exception();
  }
  co_return thrown ? connection_.threw(thrown) : connection_.answered(*std::move(answer));
}

// Stays in the list of bodies: a window that ends meanwhile finds nothing to cancel, and the next
// read begins another one.
template <class Transport>
Task<Connection::Next> Session<Transport>::await_feed() {
  std::optional<Result<void>> taken;
  std::exception_ptr thrown;
  try {
    taken.emplace(co_await connection_.take_feed());
  } catch (...) {
    thrown = std::current_exception();
  }
  co_return thrown ? connection_.threw(thrown) : connection_.fed(*std::move(taken));
}

template <class Transport>
Task<bool> Session<Transport>::open() {
  shard_->lists().put(*this, Wait::head);
  const bool opened = co_await transport_.open();
  co_return opened;
}

template <class Transport>
Task<void> Session<Transport>::linger() {
  shard_->lists().put(*this, Wait::linger);
  if constexpr (Transport::kSecure) {
    co_await transport_.say_goodbye();
  }
  transport_.end_sending();
  while (!expired_) {
    // What comes is for nobody, so every connection of the shard may read into the same place.
    auto [error, bytes] = co_await transport_.socket().async_read_some(shard_->nowhere(), kAsTuple);
    if (error) co_return;
  }
}

template <class Transport>
std::optional<Connection::Next> Session<Transport>::interrupted() {
  const bool answers =
      std::exchange(expired_, false) && connection_.waiting() != Connection::Waiting::idle;
  if (!answers) return std::nullopt;
  return connection_.timed_out();
}

template <class Transport>
void Session<Transport>::watch() {
  constexpr std::array kWaitOf = {Wait::idle, Wait::head, Wait::body};
  const auto what = kWaitOf[static_cast<std::size_t>(connection_.waiting())];
  expired_ = false;
  // The time of a head or body is counted from its first byte, so a later read changes nothing.
  const bool same = watched_ == what && head_watched_ == connection_.heads_begun();
  if (same && what != Wait::idle) return;
  if (what == Wait::body) body_bytes_before_ = connection_.body_bytes_arrived();
  watched_ = what;
  head_watched_ = connection_.heads_begun();
  shard_->lists().put(*this, what);
}

template <class Transport>
void Session<Transport>::hand_over() {
  handed_over_ = true;
  shard_->lists().remove(*this);
  std::string unread(connection_.unread());
  begin_stream(shard_, std::move(transport_), connection_.take_stream(), std::move(unread));
}

template <class Transport>
void Session<Transport>::expire(Wait what) {
  expired_ = true;
  watched_.reset();
  if (what == Wait::write) shard_->state().refusals.count(Refusal::write_time);
  boost::system::error_code ignored;
  transport_.socket().cancel(ignored);
}

template <class Transport>
bool Session<Transport>::body_keeps_up() {
  const auto arrived = connection_.body_bytes_arrived();
  const auto bytes = arrived - std::exchange(body_bytes_before_, arrived);
  return bytes >=
         shard_->state().limits.body_rate_min * static_cast<std::uint64_t>(kBodyWindow.count());
}

template <class Transport>
void Session<Transport>::stop_reading() {
  boost::system::error_code ignored;
  transport_.socket().shutdown(Socket::shutdown_receive, ignored);
}

template <class Transport>
void Session<Transport>::hang_up() {
  boost::system::error_code ignored;
  transport_.socket().close(ignored);
}

}  // namespace vitrine::http
