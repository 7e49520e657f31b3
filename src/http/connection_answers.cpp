// How a connection answers; connection.cpp is how it listens.
#include <utility>

#include <fmt/format.h>

#include "http/connection.h"

namespace vitrine::http {

namespace {

Refusal reason_of(int status) {
  switch (status) {
    case 413:
      return Refusal::body_size;
    case 414:
    case 431:
      return Refusal::head_size;
    default:
      return Refusal::malformed;
  }
}

}  // namespace

void Connection::begin_exchange() {
  if (exchange_) return;
  exchange_ = shard_.exchanges.take();
  exchange_->started = shard_.clock.steady();
  exchange_->request.id = shard_.next_request_id++;
  ++heads_;
}

void Connection::end_exchange() {
  report();
  attached_ = nullptr;
  input_.give_up_head();
  shard_.exchanges.give_back(std::move(exchange_));
}

void Connection::report() {
  const auto& exchange = *exchange_;
  shard_.observer.finished(
      {.request = exchange.head_parsed ? &exchange.request : nullptr,
       .route = exchange.route != nullptr ? std::string_view(exchange.route->pattern) : "",
       .status = exchange.status,
       .bytes_sent = exchange.bytes_sent,
       .duration = shard_.clock.steady() - exchange.started,
       .failure = exchange.failure ? &*exchange.failure : nullptr,
       .shard = shard_.index});
}

void Connection::sent() {
  if (exchange_ && exchange_->written) end_exchange();
}

void Connection::lost(std::uint64_t unsent_bytes) {
  if (!exchange_ || !exchange_->written) return;
  exchange_->bytes_sent -= std::min(exchange_->bytes_sent, unsent_bytes);
  end_exchange();
}

Task<Result<Response>> Connection::take_task() {
  return *std::exchange(exchange_->task, std::nullopt);
}

Connection::Next Connection::answered(Result<Response> answer) {
  const auto stop = answer_result(std::move(answer));
  return stop ? *stop : run();
}

Connection::Next Connection::threw(const std::exception_ptr& thrown) {
  const auto stop = answer_exception(thrown);
  return stop ? *stop : run();
}

Connection::Next Connection::timed_out() {
  const bool head = waiting() == Waiting::head;
  shard_.refusals.count(head ? Refusal::head_time : Refusal::body_rate);
  const auto& limits = shard_.limits;
  const auto stop = reject(
      {408,
       head ? fmt::format("The head of the request took longer than {} seconds",
                          limits.head_time_max.count())
            : fmt::format("The body came slower than {} bytes a second", limits.body_rate_min)});
  return stop ? *stop : run();
}

Connection::Stop Connection::answer_result(Result<Response>&& answer) {
  if (answer) return answer_with(*std::move(answer));
  return answer_failure(std::move(answer).error());
}

Connection::Stop Connection::answer_with(Response&& response) {
  // A body that will not be read ends the connection: behind it there is no telling where the next
  // head begins.
  if (phase_ == Phase::head && has_body()) last_ = true;
  phase_ = Phase::answer;
  return write(response);
}

Connection::Stop Connection::answer_failure(Failure failure) {
  auto response = failure_response(failure, exchange_->request);
  exchange_->failure = std::move(failure);
  return answer_with(std::move(response));
}

Connection::Stop Connection::answer_without_route(std::string_view allowed) {
  if (allowed.empty()) {
    return answer_failure({FailureKind::not_found, "There is nothing at this address", {}});
  }
  auto response = Response::text(
      405,
      fmt::format("{} is not for this address; {} is\n", name(exchange_->head.method), allowed));
  response.header("Allow", allowed);
  return answer_with(std::move(response));
}

Connection::Stop Connection::reject(const Rejection& rejection) {
  begin_exchange();
  auto& exchange = *exchange_;
  if (!exchange.head_parsed) exchange.head = {};
  if (rejection.status != 408) shard_.refusals.count(reason_of(rejection.status));
  const bool size = reason_of(rejection.status) != Refusal::malformed;
  exchange.failure =
      Failure{size ? FailureKind::too_large : FailureKind::bad_request, rejection.text, {}};
  last_ = true;
  return answer_with(Response::text(rejection.status, rejection.text + "\n"));
}

Connection::Stop Connection::answer_exception(const std::exception_ptr& thrown) {
  const auto& exchange = *exchange_;
  std::string what;
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& exception) {
    what = exception.what();
  } catch (...) {
    what = "something that is not an exception";
  }
  shard_.log.error("http",
                   fmt::format("request {:x}: the handler of {} threw: {}",
                               exchange.request.id,
                               exchange.route->pattern,
                               what));
  exchange_->failure = Failure{FailureKind::unavailable, "Something broke here", std::move(what)};
  last_ = true;
  return answer_with(
      Response::text(500,
                     fmt::format("Something broke here; the log knows it as request {:x}\n",
                                 exchange.request.id)));
}

// An answer that has to wait for room, or whose body is sent from where it is, moves into the
// exchange.
Connection::Stop Connection::write(Response& response) {
  auto& exchange = *exchange_;
  const auto head_bytes = head_bytes_max(response);
  if (head_bytes > shard_.out.capacity()) {
    last_ = true;
    response = Response::text(500, "The answer has too many header fields\n");
  } else if (head_bytes > shard_.out.free()) {
    if (!exchange.response) exchange.response.emplace(std::move(response));
    return Next::resume;
  }
  last_ = last_ || shard_.draining;
  const auto goes_on = persistence(response);
  const auto before = shard_.out.view().size();
  write_head(response, exchange.head.method, goes_on, shard_.common, shard_.out);
  exchange.status = response.status();
  const bool streams = response.is_stream() && exchange.head.method != Method::head;
  if (streams) stream_ = response.stream();
  if (sends_body(response, exchange.head.method)) write_body(response);
  exchange.written = true;
  exchange.bytes_sent =
      shard_.out.view().size() - before + (attached_ != nullptr ? size_of(*attached_) : 0);
  phase_ = Phase::head;
  ++answered_;
  if (streams) return Next::stream;
  const bool closes = goes_on == Persistence::close;
  // A client that did not ask for the end may have sent more; closing at once would reset it.
  if (closes) return last_ ? Next::linger : Next::close;
  if (attached_ != nullptr) return Next::resume;
  return std::nullopt;
}

Persistence Connection::persistence(const Response& response) {
  if (response.is_stream() && exchange_->head.method != Method::head) {
    // Without a length, events end with the connection.
    const bool upgrades = response.stream().kind == StreamKind::websocket;
    return upgrades ? Persistence::upgrade : Persistence::close;
  }
  if (last_ || !exchange_->head.keep_alive) return Persistence::close;
  return exchange_->head.http_1_0 ? Persistence::keep_and_tell : Persistence::keep;
}

void Connection::write_body(Response& response) {
  auto& exchange = *exchange_;
  const auto memory = memory_of(response.body());
  if (!memory.empty() && memory.size() <= kCopiedBodyMax && memory.size() <= shard_.out.free()) {
    return shard_.out.append(memory);
  }
  if (response.body_bytes() == 0) return;
  if (!exchange.response) exchange.response.emplace(std::move(response));
  attached_ = &exchange.response->body();
}

}  // namespace vitrine::http
