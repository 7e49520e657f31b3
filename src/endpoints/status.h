// What operators ask: /status (a page, and JSON), /metrics, /livez, /readyz, /ping. Every answer is
// made from numbers in memory, on a loop of its own, so none of them ever waits behind work.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "delivery/delivery.h"
#include "endpoints/pictures.h"
#include "http/router.h"
#include "observe/health.h"
#include "observe/metrics.h"
#include "runtime/clock.h"

namespace vitrine::endpoints {

struct StatusFacts {
  std::string version;
  std::string instance;
  WallTime started;
  std::size_t render_queue_max = 0;
  std::size_t render_threads = 0;
  // Open connections on the public port.
  std::function<std::size_t()> connections;
  // Why the store takes nothing now; empty while it does.
  std::function<std::string()> store_trouble;
};

// Lives on: any thread (immutable). Outlives the servers whose routers it is added to.
class Status {
 public:
  Status(StatusFacts facts,
         const delivery::Delivery& delivery,
         const Pictures& pictures,
         const observe::Health& health,
         observe::Metrics& metrics,
         const Clock& clock);

  // /livez, /readyz and /ping: for load balancers, on the public port too. They count nothing.
  void add_health_routes(http::Router& router) const;
  // Those, /status and /metrics.
  void add_operator_routes(http::Router& router) const;

 private:
  struct Numbers {
    std::chrono::seconds uptime{};
    std::size_t connections = 0;
    std::size_t running = 0;
    std::size_t waiting = 0;
    // Pictures answered so far, by where they came from.
    std::uint64_t from_memory = 0;
    std::uint64_t from_disk = 0;
    std::uint64_t rendered = 0;
    delivery::Activity activity;
  };

  Numbers numbers() const;
  http::Response live() const;
  http::Response ready() const;
  http::Response status(const http::Request& request) const;
  std::string status_json() const;
  std::string status_page() const;

  const StatusFacts facts_;
  const delivery::Delivery& delivery_;
  const Pictures& pictures_;
  const observe::Health& health_;
  observe::Metrics& metrics_;
  const Clock& clock_;
  observe::Counter& from_memory_;
  observe::Counter& from_disk_;
  observe::Counter& rendered_;
};

}  // namespace vitrine::endpoints
