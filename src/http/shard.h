// A shard: the connections of one event loop. Nothing that it writes on the way of a request is
// shared with another shard.
#pragma once

#include <sys/socket.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>

#include "http/listener.h"
#include "http/refusals.h"
#include "http/shard_state.h"
#include "http/sockets.h"
#include "http/waiting_lists.h"
#include "runtime/event_loop.h"
#include "runtime/task_group.h"
#include "runtime/unique_fd.h"

namespace vitrine::http {

// What the shards of one server share. Immutable but for its counters and the group, which any
// thread may use.
struct ServerShared {
  ServerShared(std::string the_name,
               Limits the_limits,
               Router the_router,
               RequestObserver& the_observer,
               observe::Metrics& metrics,
               observe::Log& the_log);

  const std::string name;
  const Limits limits;
  const Router router;
  const SystemClock clock{};
  RequestObserver& observer;
  observe::Log& log;
  const Refusals refusals;
  observe::Counter& accepted;
  // Also read at each scrape, which may come after the server is gone.
  const std::shared_ptr<std::atomic<std::size_t>> connections;
  std::optional<boost::asio::ssl::context> tls;
  TaskGroup tasks;
};

// Lives on: its loop; made, given its listeners and begun by the server's owner.
class Shard : public std::enable_shared_from_this<Shard> {
 public:
  // `index` of its loop, in the order given to the server.
  Shard(std::shared_ptr<ServerShared> server, EventLoop& loop, std::size_t index);

  // Accepts from this listening socket once begin() has run. Only before that.
  void add_listener(std::unique_ptr<Listener> listener);
  void begin();

  // Serves the client behind `fd`, or refuses it when there are too many.
  void admit(UniqueFd fd, const sockaddr_storage& peer);

  void drain();
  void stop();

  Executor executor() { return loop_.executor(); }

  ShardState& state() { return state_; }

  WaitingLists& lists() { return lists_; }

  ServerShared& server() { return *server_; }

  // Where bytes are read that nobody will look at.
  boost::asio::mutable_buffer nowhere() { return boost::asio::buffer(nowhere_); }

  // A connection has ended.
  void left();

  // When the reader of a stream that we end should come back: not all of them at once.
  std::chrono::milliseconds reconnect_after();

 private:
  static Task<void> tick_every_second(std::shared_ptr<Shard> shard);
  void tick();
  void refuse(const UniqueFd& fd);
  void send_streams_away();

  const std::shared_ptr<ServerShared> server_;
  EventLoop& loop_;
  ShardState state_;
  WaitingLists lists_;
  Timer timer_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::optional<std::int64_t> drained_since_;
  // Of the streams, when draining began; each second a part of them is sent away.
  std::size_t streams_a_second_ = 0;
  std::minstd_rand random_{std::random_device{}()};
  bool stopped_ = false;
  std::array<char, 16 * 1024> nowhere_;
};

}  // namespace vitrine::http
