// The door of `http`: listening sockets, shards, connections.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "failure/result.h"
#include "http/limits.h"
#include "http/request_observer.h"
#include "http/router.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/event_loop.h"
#include "runtime/unique_fd.h"

namespace vitrine::http {

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
  Server(const ServerConfig& config,
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
  // Blocks until every connection has ended; false when `limit` passed first. Never on an event
  // loop.
  bool wait_drained(std::chrono::milliseconds limit);
  std::size_t connections() const;
  // Closes what is left. Call before the loops stop.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::http
