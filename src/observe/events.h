// Tells Graphite and statsd what happened, once a second: by how much each counter has grown. A
// host that is away holds up nobody and grows nothing: its increments add up until it is back.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "observe/event_host.h"
#include "observe/log.h"

namespace vitrine::observe {

struct EventsConfig {
  HostAddress graphite{.host = "", .port = 2003};
  HostAddress statsd{.host = "", .port = 8125};
};

// Lives on: any thread (its own one does the sending; add, start and stop by its owner only).
class Events {
 public:
  using Now = std::function<std::chrono::system_clock::time_point()>;

  // `now` is called on the events' thread.
  Events(const EventsConfig& config, Now now, Log& log);
  // Stops.
  ~Events();
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  // `read` returns a count that only grows; it is called on the events' thread, and must not block.
  // What it counts up to this call is not sent. Call before start.
  void add(std::string name, std::function<std::uint64_t()> read);

  // Does nothing when no host is configured.
  void start(std::chrono::milliseconds interval = std::chrono::seconds(1));
  // Sends what has happened since the last time, and joins the thread: up to two seconds for a host
  // that stalls, and longer when the system's resolver does. Repeating it does nothing.
  void stop();

  // One round, as the thread does it. For tests; not while the thread runs.
  void send_increments();

 private:
  struct Counted {
    std::string name;
    std::function<std::uint64_t()> read;
  };

  struct Feed {
    std::string what;  // "graphite 10.0.0.5:2003", for the log
    std::unique_ptr<EventHost> host;
    // By counter: how much of it this host has been told.
    std::vector<std::uint64_t> told;
    bool away = false;
  };

  void add_feed(const char* kind, const HostAddress& address, std::unique_ptr<EventHost> host);
  void feed_increments(Feed& feed, const std::vector<std::uint64_t>& counts);
  void run(std::chrono::milliseconds interval);

  const Now now_;
  Log& log_;
  std::vector<Counted> counted_;
  std::vector<Feed> feeds_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace vitrine::observe
