#include "http/connection.h"

#include <utility>

#include <fmt/format.h>

#include "http/field_value.h"
#include "http/head_parser.h"

namespace vitrine::http {

Connection::Connection(ShardState& shard, std::string_view peer, bool secure)
    : shard_(shard), peer_(peer), secure_(secure), input_(shard.buffers) {
}

Connection::~Connection() {
  shard_.exchanges.give_back(std::move(exchange_));
}

Connection::Waiting Connection::waiting() const {
  if (phase_ == Phase::body) return Waiting::body;
  return input_.empty() ? Waiting::idle : Waiting::head;
}

Connection::Next Connection::run() {
  answered_ = 0;
  while (true) {
    Stop stop;
    switch (phase_) {
      case Phase::head:
        if (input_.empty()) return Next::read;
        if (answered_ == kHeadsPerTurn) return Next::yield;
        stop = take_head();
        break;
      case Phase::body:
        stop = take_body();
        break;
      case Phase::handler:
        stop = call_handler();
        break;
      case Phase::task:
        return Next::wait;
      case Phase::answer:
        stop = write(*exchange_->response);
        break;
    }
    if (stop) return *stop;
  }
}

Connection::Stop Connection::take_head() {
  if (exchange_ && exchange_->written) end_exchange();
  if (shard_.out.free() < kRoomMin) return Next::resume;
  const auto bytes = input_.view();
  if (!is_token_character(bytes.front()) && bytes.front() != '\r') {
    return reject({400, "A request does not begin with this byte; is the client speaking TLS?"});
  }
  // What ends in an empty line is nearly always one whole head; then there is nothing to look for.
  const auto most = shard_.limits.head_bytes_max;
  if (scan_.fresh() && bytes.size() <= most && bytes.ends_with("\r\n\r\n")) {
    begin_exchange();
    const auto head_bytes =
        parse_good_head(bytes, shard_.limits.headers_max, exchange_->head, exchange_->fields);
    if (head_bytes) return begin_request(*head_bytes);
  }
  return look_for_head(bytes);
}

Connection::Stop Connection::look_for_head(std::string_view bytes) {
  const auto most = shard_.limits.head_bytes_max;
  switch (scan_.look(bytes.substr(0, most))) {
    case HeadScan::State::complete:
      if (scan_.head_bytes() == 2) return take_empty_line();
      return parse_found_head(bytes.substr(0, scan_.head_bytes()));
    case HeadScan::State::bare_feed:
      return reject({400, "A line of the head ends without a carriage return"});
    case HeadScan::State::folded_line:
      return reject({400, "A header field is folded over several lines"});
    case HeadScan::State::more:
      break;
  }
  if (bytes.size() < most) return Next::read;
  const bool line = scan_.line_seen();
  return reject({line ? 431 : 414,
                 fmt::format("The {} is over the limit of {} bytes",
                             line ? "head of the request" : "request line",
                             most)});
}

Connection::Stop Connection::parse_found_head(std::string_view bytes) {
  begin_exchange();
  const auto rejection =
      parse_head(bytes, shard_.limits.headers_max, exchange_->head, exchange_->fields);
  if (rejection) return reject(*rejection);
  return begin_request(bytes.size());
}

// One empty line in front of a request is overlooked (RFC 9112, 2.2).
Connection::Stop Connection::take_empty_line() {
  if (std::exchange(empty_line_taken_, true)) {
    return reject({400, "There are empty lines where a request should begin"});
  }
  input_.use_up(scan_.head_bytes());
  scan_.reset();
  return std::nullopt;
}

Connection::Stop Connection::begin_request(std::size_t head_bytes) {
  input_.use_up(head_bytes);
  scan_.reset();
  empty_line_taken_ = false;
  describe_request();
  return find_route();
}

void Connection::describe_request() {
  auto& exchange = *exchange_;
  exchange.head_parsed = true;
  auto& request = exchange.request;
  request.method = exchange.head.method;
  request.target = exchange.head.target;
  request.path = exchange.head.path;
  request.query = exchange.head.query;
  request.headers = exchange.fields;
  request.parameters = {};
  request.body = {};
  request.peer = peer_;
  request.secure = secure_;
  request.http_1_0 = exchange.head.http_1_0;
}

Connection::Stop Connection::find_route() {
  auto& exchange = *exchange_;
  if (exchange.head.path == "*") {
    Response response(204);
    response.header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    return answer_with(std::move(response));
  }
  const auto match = shard_.router.match(
      exchange.head.method, exchange.head.path, exchange.parameters, exchange.decoded_path);
  if (!match) return answer_failure(match.error());
  if (match->route == nullptr) return answer_without_route(match->allowed);
  exchange.route = match->route;
  exchange.request.parameters = exchange.parameters;
  if (exchange.route->handler == nullptr) return begin_body();
  return has_body() ? begin_body() : call_handler();
}

Connection::Stop Connection::call_handler() {
  auto& exchange = *exchange_;
  try {
    auto answer =
        exchange.sink ? exchange.sink->answer() : exchange.route->handler(exchange.request);
    if (auto* result = std::get_if<Result<Response>>(&answer)) {
      return answer_result(std::move(*result));
    }
    exchange.task = std::get<Task<Result<Response>>>(std::move(answer));
    phase_ = Phase::task;
    return Next::wait;
  } catch (...) {
    return answer_exception(std::current_exception());
  }
}

}  // namespace vitrine::http
