#include "http/stream_session.h"

#include <utility>

#include "http/event_stream.h"

namespace vitrine::http {

namespace {

SharedBytes ping() {
  static const auto frame = share(websocket_frame(Opcode::ping, {}));
  return frame;
}

SharedBytes heartbeat() {
  static const auto comment = share(std::string(kHeartbeat));
  return comment;
}

Refusal refusal_of(std::uint16_t code) {
  return code == close_code::kMessageSize ? Refusal::message_size : Refusal::frame;
}

}  // namespace

StreamSession::StreamSession(std::shared_ptr<Shard> shard, StreamStart start)
    : shard_(std::move(shard)),
      stream_(std::move(start.stream)),
      kind_(start.kind),
      parser_(shard_->state().limits.message_bytes_max, false) {
}

StreamSession::~StreamSession() {
  // Also when the loop was destroyed with its operations; then the server is gone, and its streams
  // were told before.
  shard_->lists().remove(*this);
}

void StreamSession::begin(std::string unread) {
  watch();
  stream_->opened(*this);
  if (!unread.empty() && !ended()) received(unread);
  if (!ended() && shard_->state().draining) stop_reading();
  if (!ended()) read_more();
}

void StreamSession::send(const SharedBytes& bytes) {
  if (state_ == State::open) put(bytes);
}

void StreamSession::put(const SharedBytes& bytes) {
  // A failure is seen by whoever reads; here it only means that nothing was taken.
  const auto taken = backlog_ ? 0 : send_at_once(*bytes);
  if (taken < bytes->size()) wait_for_room(bytes, taken);
}

void StreamSession::wait_for_room(const SharedBytes& bytes, std::size_t taken) {
  const bool first = !backlog_;
  if (first) {
    backlog_ = std::make_unique<Backlog>();
    backlog_->front_sent = taken;
    shard_->lists().put(*this, Wait::write);
  }
  backlog_->waiting.push_back(bytes);
  backlog_->bytes += bytes->size() - taken;
  if (first) write_more();
}

bool StreamSession::sent(std::size_t bytes) {
  auto& backlog = *backlog_;
  backlog.bytes -= bytes;
  backlog.front_sent += bytes;
  if (backlog.front_sent == backlog.waiting.front()->size()) {
    backlog.waiting.pop_front();
    backlog.front_sent = 0;
  }
  if (backlog.waiting.empty() && backlog.pong) {
    backlog.bytes += backlog.pong->size();
    backlog.waiting.push_back(std::exchange(backlog.pong, nullptr));
  }
  if (backlog.waiting.empty()) {
    all_sent();
    return false;
  }
  // Anew each time: the limit is on waiting without progress.
  shard_->lists().put(*this, Wait::write);
  return true;
}

void StreamSession::all_sent() {
  backlog_.reset();
  watch();
  if (state_ == State::closing) return end_sending();
  const auto stream = stream_;  // it may be let go from within
  stream->drained();
  if (state_ == State::open && !backlog_ && shard_->state().draining) stop_reading();
}

void StreamSession::watch() {
  const auto quiet = state_ == State::closing ? Wait::linger : Wait::stream;
  shard_->lists().put(*this, backlog_ ? Wait::write : quiet);
}

void StreamSession::received(std::span<char> bytes) {
  if (state_ == State::open && !backlog_) watch();
  // Whoever reads events has nothing to say.
  if (kind_ == StreamKind::events) return;
  while (!bytes.empty() && !ended()) take(parser_.take(bytes));
}

void StreamSession::take(const WebSocketParser::Event& event) {
  // Behind our close frame nothing is answered; the client's own ends the connection by its end.
  if (state_ != State::open) return;
  switch (event.kind) {
    case WebSocketParser::Kind::more:
    case WebSocketParser::Kind::text:
    case WebSocketParser::Kind::binary:
    case WebSocketParser::Kind::pong:
      return;
    case WebSocketParser::Kind::ping:
      return pong(event.payload);
    case WebSocketParser::Kind::close:
      return begin_close(share(websocket_close(event.code, {})));
    case WebSocketParser::Kind::failed:
      shard_->state().refusals.count(refusal_of(event.code));
      return begin_close(share(websocket_close(event.code, event.reason)));
  }
}

void StreamSession::pong(std::string_view payload) {
  auto frame = share(websocket_frame(Opcode::pong, payload));
  if (backlog_) {
    backlog_->pong = std::move(frame);
  } else {
    put(frame);
  }
}

void StreamSession::close(std::uint16_t code, std::string_view reason) {
  if (state_ != State::open) return;
  begin_close(kind_ == StreamKind::websocket ? share(websocket_close(code, reason)) : nullptr);
}

void StreamSession::begin_close(const SharedBytes& last) {
  if (last) put(last);
  state_ = State::closing;
  watch();
  if (!backlog_) end_sending();
}

void StreamSession::stop_reading() {
  if (state_ != State::open) return;
  const auto after = shard_->reconnect_after();
  if (kind_ == StreamKind::events) put(share(retry_text(after)));
  close(close_code::kGoingAway, "reconnect in " + std::to_string(after.count()) + " ms");
}

void StreamSession::expire(Wait what) {
  switch (what) {
    case Wait::stream: {
      const bool asks = kind_ == StreamKind::websocket;
      put(asks ? ping() : heartbeat());
      if (!backlog_) shard_->lists().put(*this, asks ? Wait::pong : Wait::stream);
      return;
    }
    case Wait::write:
      shard_->state().refusals.count(Refusal::write_time);
      break;
    case Wait::pong:
      shard_->state().refusals.count(Refusal::pong_time);
      break;
    default:
      break;
  }
  end();
}

void StreamSession::end() {
  if (std::exchange(state_, State::ended) == State::ended) return;
  shard_->lists().remove(*this);
  shard_->left();
  backlog_.reset();
  close_socket();
  const auto stream = std::exchange(stream_, nullptr);
  stream->closed();
}

}  // namespace vitrine::http
