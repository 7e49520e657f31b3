// How a connection takes the body of a request: whole, for a handler, or as it arrives, for a sink.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "http/connection.h"

namespace vitrine::http {

std::span<char> Connection::space() {
  if (!reads_into_body()) return input_.space();
  auto& body = exchange_->body;
  const auto length = exchange_->head.content_length;
  const auto resize = [&body](std::uint64_t bytes) {
    // The library may offer more room than was asked for; taking it would read past the body.
    body.resize_and_overwrite(bytes, [bytes](char*, std::size_t) { return bytes; });
  };
  if (exchange_->sink) {
    const auto room = std::min<std::uint64_t>(length - body_arrived_, kFeedBytesMax);
    if (body.size() != room) resize(room);
    return body;
  }
  // Straight into the body, and no further: what follows it is the next head. It grows as it
  // arrives, so a length that is only declared costs nothing.
  constexpr std::size_t kLeast = 64 * 1024;
  if (body_arrived_ == body.size()) {
    resize(std::min<std::uint64_t>(length, std::max(kLeast, body.size() * 2)));
  }
  return std::span(body).subspan(body_arrived_);
}

bool Connection::reads_into_body() const {
  return phase_ == Phase::body && !exchange_->chunks;
}

Connection::Next Connection::received(std::size_t bytes) {
  if (phase_ == Phase::body) body_arrived_ += bytes;
  if (!reads_into_body()) {
    input_.arrived(bytes);
  } else if (exchange_->sink) {
    exchange_->feed.bytes = std::string_view(exchange_->body).substr(0, bytes);
  }
  return run();
}

bool Connection::has_body() const {
  return exchange_->head.chunked || exchange_->head.content_length > 0;
}

Connection::Stop Connection::begin_body() {
  auto& exchange = *exchange_;
  const auto length = exchange.head.content_length;
  const auto& options = exchange.route->options;
  if (length > options.body_bytes_max) {
    return reject({413,
                   fmt::format("The body of {} bytes is over the limit of {} bytes",
                               length,
                               options.body_bytes_max)});
  }
  if (options.open_sink) {
    try {
      auto sink = options.open_sink(exchange.request);
      if (!sink) return answer_failure(std::move(sink).error());
      exchange.sink = *std::move(sink);
    } catch (...) {
      return answer_exception(std::current_exception());
    }
  }
  if (exchange.head.expects_continue && has_body()) {
    shard_.out.append("HTTP/1.1 100 Continue\r\n\r\n");
  }
  body_arrived_ = 0;
  phase_ = Phase::body;
  if (exchange.head.chunked) {
    exchange.chunks.emplace(exchange.body, options.body_bytes_max);
    return std::nullopt;
  }
  return begin_counted_body(length);
}

Connection::Stop Connection::begin_counted_body(std::uint64_t length) {
  auto& exchange = *exchange_;
  const auto here = input_.view().substr(0, length);
  input_.use_up(here.size());
  if (exchange.sink) {
    exchange.feed.bytes = here;
    body_arrived_ = here.size();
    return std::nullopt;
  }
  if (here.size() == length) {
    exchange.request.body = here;
    phase_ = Phase::handler;
    return std::nullopt;
  }
  exchange.body.assign(here);
  body_arrived_ = here.size();
  return Next::read;
}

Connection::Stop Connection::take_body() {
  auto& exchange = *exchange_;
  if (exchange.sink) return feed_sink();
  if (exchange.chunks) return take_chunks();
  if (body_arrived_ < exchange.head.content_length) return Next::read;
  exchange.request.body = exchange.body;
  phase_ = Phase::handler;
  return std::nullopt;
}

Connection::Stop Connection::take_chunks() {
  auto& exchange = *exchange_;
  const auto step = exchange.chunks->take(input_.view());
  input_.use_up(step.used);
  if (step.rejection) return reject(*step.rejection);
  if (step.complete) {
    exchange.request.body = exchange.body;
    phase_ = Phase::handler;
    return std::nullopt;
  }
  if (!input_.head_kept()) input_.keep_head();
  return Next::read;
}

// What is decoded comes before what is wrong behind it, so that a sink that refuses the one does so
// however the two were cut.
Connection::Stop Connection::feed_sink() {
  auto& exchange = *exchange_;
  auto& feed = exchange.feed;
  if (feed.bytes.empty() && exchange.chunks && !feed.complete && !feed.rejection) decode_for_sink();
  if (!feed.bytes.empty()) {
    try {
      auto taken = exchange.sink->take(std::exchange(feed.bytes, {}));
      if (auto* task = std::get_if<Task<Result<void>>>(&taken)) {
        feed.task = std::move(*task);
        return Next::feed;
      }
      auto& result = std::get<Result<void>>(taken);
      if (!result) return refuse_body(std::move(result).error());
    } catch (...) {
      return answer_exception(std::current_exception());
    }
  }
  if (feed.rejection) return reject(*feed.rejection);
  const bool counted = !exchange.chunks && body_arrived_ == exchange.head.content_length;
  if (feed.complete || counted) {
    phase_ = Phase::handler;
    return std::nullopt;
  }
  if (exchange.chunks && !input_.head_kept()) input_.keep_head();
  return Next::read;
}

void Connection::decode_for_sink() {
  auto& exchange = *exchange_;
  exchange.body.clear();
  auto step = exchange.chunks->take(input_.view());
  input_.use_up(step.used);
  exchange.feed.bytes = exchange.body;
  exchange.feed.complete = step.complete;
  exchange.feed.rejection = std::move(step.rejection);
}

Task<Result<void>> Connection::take_feed() {
  return *std::exchange(exchange_->feed.task, std::nullopt);
}

Connection::Next Connection::fed(Result<void> taken) {
  if (taken) return run();
  const auto stop = refuse_body(std::move(taken).error());
  return stop ? *stop : run();
}

Connection::Stop Connection::refuse_body(Failure failure) {
  last_ = true;
  return answer_failure(std::move(failure));
}

}  // namespace vitrine::http
