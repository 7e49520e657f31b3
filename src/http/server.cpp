#include "http/server.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

#include <boost/asio/post.hpp>

#include "failure/check.h"
#include "http/listener.h"
#include "http/shard.h"
#include "http/tls_transport.h"

namespace vitrine::http {

namespace {

// How long stop() waits for handlers that are still working.
constexpr std::chrono::seconds kStopTime{5};

using Shards = std::vector<std::shared_ptr<Shard>>;

// Gives connections to all shards in turn, from the loop of the one that accepts them.
class Dealer {
 public:
  Dealer(const Shards& shards, std::size_t own) : shards_(shards), own_(own), next_(own) {}

  void operator()(UniqueFd fd, const sockaddr_storage& peer) {
    const auto turn = std::exchange(next_, (next_ + 1) % shards_.size());
    const auto& shard = shards_[turn];
    if (turn == own_) return shard->admit(std::move(fd), peer);
    boost::asio::post(shard->executor(), [shard, fd = std::move(fd), peer]() mutable {
      shard->admit(std::move(fd), peer);
    });
  }

 private:
  const Shards& shards_;
  std::size_t own_;
  std::size_t next_;
};

std::vector<UniqueFd> listen_on_every_loop(const ServerConfig& config, std::size_t loops) {
  check_nobody_listens_on(config.bind, config.port);
  std::vector<UniqueFd> sockets;
  auto port = config.port;
  for (std::size_t i = 0; i < loops; ++i) {
    sockets.push_back(listen_on(config.bind, port));
    port = port_of(sockets.front().get());
  }
  return sockets;
}

// Looked at again and again, so that a connection that ends has nobody to wake: it happens once in
// the life of a process, and for seconds.
template <class Condition>
bool reached_before(std::chrono::steady_clock::time_point until, Condition condition) {
  constexpr std::chrono::milliseconds kPause{10};
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(kPause);
  }
  return true;
}

}  // namespace

struct Server::Parts {
  std::shared_ptr<ServerShared> shared;
  Shards shards;
  std::vector<int> listening;
  std::uint16_t port = 0;
  bool started = false;
  bool stopped = false;

  void add_listener(UniqueFd fd, std::size_t own, bool deals_out) {
    listening.push_back(fd.get());
    const auto& shard = shards[own];
    Listener::Accepted accepted = [&to = *shard](UniqueFd client, const sockaddr_storage& peer) {
      to.admit(std::move(client), peer);
    };
    if (deals_out) accepted = Dealer(shards, own);
    shard->add_listener(std::make_unique<Listener>(
        shard->executor(), std::move(fd), std::move(accepted), shared->refusals, shared->log));
  }

  void on_every_loop(void (Shard::*act)()) {
    for (const auto& shard : shards) {
      boost::asio::post(shard->executor(), [shard, act] { (*shard.*act)(); });
    }
  }

  // Counts the loops that have done what they were asked to do until now.
  std::shared_ptr<std::atomic<std::size_t>> pass_every_loop() {
    auto passed = std::make_shared<std::atomic<std::size_t>>(0);
    for (const auto& shard : shards) {
      boost::asio::post(shard->executor(), [passed] { ++*passed; });
    }
    return passed;
  }
};

Server::Server(const ServerConfig& config,
               Router router,
               std::vector<EventLoop*> loops,
               std::vector<UniqueFd> inherited,
               RequestObserver& observer,
               observe::Metrics& metrics,
               observe::Log& log)
    : parts_(std::make_unique<Parts>()) {
  check(!loops.empty(), "a server has an event loop");
  // A client that leaves while a file is sent to it must not end the process.
  std::signal(SIGPIPE, SIG_IGN);
  parts_->shared = std::make_shared<ServerShared>(
      config.name, config.limits, std::move(router), observer, metrics, log);
  if (!config.tls.certificate_file.empty()) {
    parts_->shared->tls.emplace(tls_context(config.tls.certificate_file, config.tls.key_file));
  }
  for (std::size_t i = 0; i < loops.size(); ++i) {
    parts_->shards.push_back(std::make_shared<Shard>(parts_->shared, *loops[i], i));
  }

  for (const auto& fd : inherited) adopt(fd);
  auto sockets =
      inherited.empty() ? listen_on_every_loop(config, loops.size()) : std::move(inherited);
  const bool deals_out = sockets.size() < loops.size();
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    parts_->add_listener(std::move(sockets[i]), i % loops.size(), deals_out);
  }
  parts_->port = port_of(parts_->listening.front());
}

Server::~Server() {
  stop();
}

void Server::start() {
  check(!parts_->started, "a server is started once");
  parts_->started = true;
  for (const auto& shard : parts_->shards) shard->begin();
}

std::uint16_t Server::port() const {
  return parts_->port;
}

std::vector<int> Server::listening_fds() const {
  return parts_->listening;
}

void Server::drain() {
  if (parts_->started) parts_->on_every_loop(&Shard::drain);
}

bool Server::wait_drained(std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  // Until a loop has come to the drain it may still accept, and what it has accepted may be on its
  // way to another loop, which counts it: only after two rounds does the number of connections
  // mean that nobody is left.
  for (int round = 0; parts_->started && round < 2; ++round) {
    const auto passed = parts_->pass_every_loop();
    if (!reached_before(until, [&] { return *passed == parts_->shards.size(); })) return false;
  }
  return reached_before(until, [this] { return connections() == 0; });
}

std::size_t Server::connections() const {
  return parts_->shared->connections->load();
}

void Server::stop() {
  if (!parts_->started || std::exchange(parts_->stopped, true)) return;
  parts_->on_every_loop(&Shard::stop);
  if (parts_->shared->tasks.wait_for(kStopTime)) return;
  parts_->shared->log.error("http", "handlers are still working after the server was stopped");
  // What they refer to must outlive them, so it is left to the end of the process.
  const auto* const abandoned = parts_.release();
  parts_ = std::make_unique<Parts>();
  parts_->shared = abandoned->shared;
  parts_->port = abandoned->port;
  parts_->stopped = true;
}

}  // namespace vitrine::http
