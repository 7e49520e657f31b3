// A host that wants to know what happened: Graphite or statsd. Plain blocking sockets with
// time-outs: events have a thread of their own (events.h), and nothing else ever waits for these
// hosts.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::observe {

struct HostAddress {
  // A name or an address; empty: not wanted.
  std::string host;
  std::uint16_t port = 0;
};

// `n` more of what `name` counts.
struct Increment {
  std::string_view name;
  std::uint64_t n;
};

// Lives on: one thread.
class EventHost {
 public:
  virtual ~EventHost() = default;
  // A failure means that nothing was sent, and the caller may add these increments to the next
  // ones. What was sent and lost on the way is not reported. Takes seconds at most, but for the
  // resolver.
  virtual Result<void> send(std::span<const Increment> increments,
                            std::chrono::system_clock::time_point time) = 0;
};

// UDP, `name:n|c`, several lines in a datagram that fits every network.
std::unique_ptr<EventHost> make_statsd(HostAddress address);
// TCP, `name n unixtime`, on a connection that is kept and made anew when it broke.
std::unique_ptr<EventHost> make_graphite(HostAddress address);

}  // namespace vitrine::observe
