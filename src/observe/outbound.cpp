#include "observe/outbound.h"

#include <netdb.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace vitrine::observe {

namespace {

std::unexpected<Failure> away(std::string_view what, int error) {
  return fail(FailureKind::unavailable, std::string(what), std::generic_category().message(error));
}

// 0 when `events` came in time, else an errno.
int wait_for(int fd, short events, std::chrono::milliseconds limit) {
  pollfd waiting{fd, events, 0};
  const int ready = ::poll(&waiting, 1, static_cast<int>(limit.count()));
  if (ready > 0) return 0;
  return ready == 0 ? ETIMEDOUT : errno;
}

Result<Socket> connect_one(const SocketAddress& address, std::chrono::milliseconds limit) {
  Socket socket(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return away("no socket", errno);
  if (::connect(socket.get(), address.get(), address.bytes) == 0) return socket;
  if (errno != EINPROGRESS) return away("cannot connect", errno);
  if (const int error = wait_for(socket.get(), POLLOUT, limit); error != 0) {
    return away("cannot connect", error);
  }
  int error = 0;
  socklen_t bytes = sizeof error;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &bytes);
  if (error != 0) return away("cannot connect", error);
  return socket;
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {
}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Socket::~Socket() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::vector<SocketAddress>> resolve(const HostAddress& host, int type) {
  addrinfo hints{};
  hints.ai_socktype = type;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error =
      ::getaddrinfo(host.host.c_str(), std::to_string(host.port).c_str(), &hints, &found);
  if (error != 0) {
    return fail(FailureKind::unavailable, "cannot resolve " + host.host, ::gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
  std::vector<SocketAddress> out;
  for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
    auto& address = out.emplace_back();
    std::memcpy(&address.storage, info->ai_addr, info->ai_addrlen);
    address.bytes = info->ai_addrlen;
  }
  return out;
}

Result<Socket> connect_to(const HostAddress& host, std::chrono::milliseconds limit) {
  TRY(const auto addresses, resolve(host, SOCK_STREAM));
  Result<Socket> socket;
  for (const auto& address : addresses) {
    socket = connect_one(address, limit);
    if (socket) break;
  }
  return socket;
}

Result<void> send_all(const Socket& socket,
                      std::string_view bytes,
                      std::chrono::milliseconds limit) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      if (const int error = wait_for(socket.get(), POLLOUT, limit); error != 0) {
        return away("cannot send", error);
      }
    } else if (errno != EINTR) {
      return away("cannot send", errno);
    }
  }
  return {};
}

bool is_closed(const Socket& socket) {
  char byte = 0;
  const auto got = ::recv(socket.get(), &byte, 1, MSG_DONTWAIT | MSG_PEEK);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

}  // namespace vitrine::observe
