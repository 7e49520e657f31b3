// Sockets of the event hosts.
#pragma once

#include <sys/socket.h>

#include <chrono>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "observe/event_host.h"

namespace vitrine::observe {

// One owner; closed when destroyed.
class Socket {
 public:
  Socket() = default;

  explicit Socket(int fd) : fd_(fd) {}

  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  int get() const { return fd_; }

  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t bytes = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }

  int family() const { return storage.ss_family; }
};

// Every address of a host, in the resolver's order; at least one. Blocks for as long as the
// system's resolver does. `type` is SOCK_STREAM or SOCK_DGRAM.
Result<std::vector<SocketAddress>> resolve(const HostAddress& host, int type);

// The first address that answers within `limit`.
Result<Socket> connect_to(const HostAddress& host, std::chrono::milliseconds limit);
// Everything or a failure, within `limit`.
Result<void> send_all(const Socket& socket,
                      std::string_view bytes,
                      std::chrono::milliseconds limit);
// Has the other side closed or reset the connection?
bool is_closed(const Socket& socket);

}  // namespace vitrine::observe
