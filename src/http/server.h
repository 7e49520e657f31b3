// The door of `http`: listening sockets, shards, connections.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "failure/result.h"
#include "http/router.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/event_loop.h"
#include "runtime/unique_fd.h"

namespace vitrine::http {

struct Limits {
  std::size_t head_bytes_max =
      16 * 1024;  // request line and headers; over it 431 (414 for the line)
  std::size_t headers_max = 64;
  std::chrono::seconds head_time_max{10};   // from the first byte of a head to its last
  std::chrono::seconds idle_time_max{60};   // keep-alive without a request
  std::chrono::seconds write_time_max{30};  // without progress while sending
  std::uint64_t body_rate_min = 1024;       // bytes a second, after 10 s
  std::size_t connections_max = 10'000;     // of the process; over it 503 and close
};

struct TlsConfig {
  std::string certificate_file;  // PEM chain; empty: no TLS
  std::string key_file;
};

struct ServerConfig {
  std::string name = "http";  // of LISTEN_FDNAMES, metrics and logs
  std::string bind = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one, see Server::port()
  Limits limits;
  TlsConfig tls;
};

// What happened to one request, for log and metrics. Views are valid during the call.
struct RequestRecord {
  const Request* request;  // null when the head could not be parsed
  std::string_view route;  // pattern; empty when none matched
  int status;
  std::uint64_t bytes_sent;
  std::chrono::nanoseconds duration;
  const Failure* failure;  // null when there was none
  std::size_t shard;       // index of the loop that served it, in the order given to the server
};

// Called on the shard's thread; calls for one shard never overlap.
class RequestObserver {
 public:
  virtual ~RequestObserver() = default;
  // After each answer has been handed to the kernel.
  virtual void finished(const RequestRecord& record) = 0;
  // About once a second, also when there are no requests.
  virtual void tick(std::size_t shard) = 0;
};

// Sockets that a supervisor or the process before us passed on (LISTEN_FDS, LISTEN_PID,
// LISTEN_FDNAMES of sd_listen_fds(3)). Reading them removes the variables, so that children do not
// inherit them. Empty when there are none. Call once, before any thread starts.
struct InheritedSocket {
  std::string name;  // "http", "status"; "" or "unknown" when the supervisor named none
  UniqueFd fd;
};

std::vector<InheritedSocket> inherited_sockets();

// Lives on: the loops it was given; start, drain and stop by its owner only.
class Server {
 public:
  // Serves `router` on `loops`, one SO_REUSEPORT socket each, or on `inherited` sockets (dealt out
  // to the loops) when there are any. Throws std::runtime_error that names address and reason when
  // it cannot listen, or the certificate cannot be read.
  Server(ServerConfig config,
         Router router,
         std::vector<EventLoop*> loops,
         std::vector<UniqueFd> inherited,
         RequestObserver& observer,
         observe::Metrics& metrics,
         observe::Log& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  std::uint16_t port() const;
  // The listening descriptors, to hand to the next process. Still ours.
  std::vector<int> listening_fds() const;

  // Stops accepting (sockets stay open when they were handed on), answers the next request of each
  // connection with `Connection: close`, closes idle ones after a second. Returns at once.
  void drain();
  // Blocks until every connection has ended; false when `limit` passed first. Never on an event loop.
  bool wait_drained(std::chrono::milliseconds limit);
  std::size_t connections() const;
  // Closes what is left. Call before the loops stop.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::http
