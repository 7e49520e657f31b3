#include "http/shard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "http/plain_transport.h"
#include "http/session.h"
#include "http/tls_transport.h"

namespace vitrine::http {

namespace {

// A drained connection that has been idle for longer reads no further request. Shorter ones may be
// new: a client that has just been accepted has yet to send its first.
constexpr std::int64_t kDrainedIdleSeconds = 1;

// Streams are ended over so many seconds, and their readers come back over so many more.
constexpr std::size_t kSecondsOfStreams = 4;
constexpr std::chrono::milliseconds kReconnectMin{250};
constexpr std::chrono::milliseconds kReconnectMax{5000};

std::string text_of(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  } else if (address.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    // An IPv4 client of a socket that listens on "::" is shown as what it is.
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6);
    const auto* const bytes = v6.s6_addr + (mapped ? 12 : 0);
    ::inet_ntop(mapped ? AF_INET : AF_INET6, bytes, text.data(), text.size());
  }
  return text.data();
}

std::int64_t seconds_of(SteadyTime time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

// Request ids are unique in the process, so each shard of each server counts in a range of its own.
std::uint64_t take_range_of_request_ids() {
  static std::atomic<std::uint64_t> ranges{0};
  constexpr int kRangeBits = 40;
  return (ranges.fetch_add(1, std::memory_order_relaxed) << kRangeBits) + 1;
}

std::string describe(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "something that is not an exception";
  }
}

}  // namespace

ServerShared::ServerShared(std::string the_name,
                           Limits the_limits,
                           Router the_router,
                           RequestObserver& the_observer,
                           observe::Metrics& metrics,
                           observe::Log& the_log)
    : name(std::move(the_name)),
      limits(the_limits),
      router(std::move(the_router)),
      observer(the_observer),
      log(the_log),
      refusals(metrics, name),
      accepted(metrics.counter(
          "vitrine_http_connections_total", "Connections accepted.", {{"server", name}})),
      connections(std::make_shared<std::atomic<std::size_t>>(0)),
      tasks([this](const std::string& task, const std::exception_ptr& thrown) {
        log.error("http", fmt::format("a {} ended by an exception: {}", task, describe(thrown)));
      }) {
  metrics.gauge("vitrine_http_connections",
                "Connections that are open.",
                {{"server", name}},
                [count = connections] { return static_cast<double>(count->load()); });
}

Shard::Shard(std::shared_ptr<ServerShared> server, EventLoop& loop, std::size_t index)
    : server_(std::move(server)),
      loop_(loop),
      state_(server_->limits,
             server_->router,
             server_->clock,
             server_->observer,
             server_->refusals,
             server_->log,
             take_range_of_request_ids(),
             index),
      lists_(server_->limits),
      timer_(loop.executor()) {
  lists_.tick(seconds_of(server_->clock.steady()));
}

void Shard::add_listener(std::unique_ptr<Listener> listener) {
  listeners_.push_back(std::move(listener));
}

void Shard::begin() {
  server_->tasks.start(executor(), "timer", tick_every_second(shared_from_this()));
  for (auto& listener : listeners_) {
    server_->tasks.start(executor(), "listener", Listener::run(shared_from_this(), *listener));
  }
}

void Shard::admit(UniqueFd fd, const sockaddr_storage& peer) {
  auto& count = *server_->connections;
  server_->accepted.add();
  if (stopped_) return;
  if (count.fetch_add(1, std::memory_order_relaxed) >= server_->limits.connections_max) {
    left();
    refuse(fd);
    return;
  }
  // An answer is written in one go, so waiting for more to fill a packet only costs time.
  const int on = 1;
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Socket socket(executor());
  socket.assign(peer.ss_family == AF_INET6 ? Tcp::v6() : Tcp::v4(), fd.release());
  if (server_->tls) {
    using TlsSession = Session<TlsTransport>;
    auto session = std::make_unique<TlsSession>(
        shared_from_this(), TlsTransport(std::move(socket), *server_->tls), text_of(peer));
    server_->tasks.start(executor(), "connection", TlsSession::run(std::move(session)));
  } else {
    using PlainSession = Session<PlainTransport>;
    auto session = std::make_unique<PlainSession>(
        shared_from_this(), PlainTransport(std::move(socket)), text_of(peer));
    server_->tasks.start(executor(), "connection", PlainSession::run(std::move(session)));
  }
}

void Shard::left() {
  server_->connections->fetch_sub(1, std::memory_order_relaxed);
}

// Best effort: the client may be reset before it has read this, which tells it the same.
void Shard::refuse(const UniqueFd& fd) {
  server_->refusals.count(Refusal::connections);
  if (server_->tls) return;
  constexpr std::string_view kAnswer =
      "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 39\r\n\r\n"
      "There are too many connections already\n";
  ::send(fd.get(), kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(fd.get(), SHUT_WR);
  while (::recv(fd.get(), nowhere_.data(), nowhere_.size(), MSG_DONTWAIT) > 0) {
  }
}

Task<void> Shard::tick_every_second(std::shared_ptr<Shard> shard) {
  while (!shard->stopped_) {
    shard->timer_.expires_after(std::chrono::seconds(1));
    auto [error] = co_await shard->timer_.async_wait(kAsTuple);
    if (error) co_return;
    shard->tick();
  }
}

void Shard::tick() {
  state_.common.refresh(server_->clock.wall());
  lists_.tick(seconds_of(server_->clock.steady()));
  server_->observer.tick(state_.index);
  if (drained_since_ && lists_.now() - *drained_since_ > kDrainedIdleSeconds) {
    lists_.for_each_longer_than(
        kDrainedIdleSeconds, Wait::idle, [](Waiter& waiter) { waiter.stop_reading(); });
  }
  if (drained_since_) send_streams_away();
}

// A stream that waits for its reader to take something is sent away when that has happened.
void Shard::send_streams_away() {
  std::vector<Waiter*> streams;
  for (const auto what : {Wait::stream, Wait::pong}) {
    lists_.for_each(what, [&](Waiter& waiter) { streams.push_back(&waiter); });
  }
  streams_a_second_ = std::max(streams_a_second_, streams.size() / kSecondsOfStreams + 1);
  streams.resize(std::min(streams.size(), streams_a_second_));
  for (auto* const stream : streams) stream->stop_reading();
}

std::chrono::milliseconds Shard::reconnect_after() {
  std::uniform_int_distribution<std::int64_t> between(kReconnectMin.count(), kReconnectMax.count());
  return std::chrono::milliseconds(between(random_));
}

void Shard::drain() {
  state_.draining = true;
  if (!drained_since_) drained_since_ = lists_.now();
  for (auto& listener : listeners_) listener->stop_accepting();
  send_streams_away();
}

void Shard::stop() {
  stopped_ = true;
  for (auto& listener : listeners_) listener->close();
  timer_.cancel();
  for (std::size_t i = 0; i < kWaits; ++i) {
    lists_.for_each(static_cast<Wait>(i), [](Waiter& waiter) { waiter.hang_up(); });
  }
}

}  // namespace vitrine::http
