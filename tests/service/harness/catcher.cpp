#include "service/harness/catcher.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace vitrine::service {

DatagramCatcher::DatagramCatcher() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_.get(), generic, length) != 0 ||
      ::getsockname(socket_.get(), generic, &length) != 0) {
    throw std::runtime_error("cannot bind a datagram socket");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread{[this] {
    std::array<char, 65536> datagram;
    for (;;) {
      const auto got = ::recv(socket_.get(), datagram.data(), datagram.size(), 0);
      // shutdown(2) by the destructor ends the wait with 0 bytes.
      if (got <= 0) return;
      const std::scoped_lock lock{mutex_};
      received_.append(datagram.data(), static_cast<std::size_t>(got)).append("\n");
    }
  }};
}

DatagramCatcher::~DatagramCatcher() {
  ::shutdown(socket_.get(), SHUT_RDWR);
  thread_.join();
}

std::string DatagramCatcher::received() const {
  const std::scoped_lock lock{mutex_};
  return received_;
}

StreamCatcher::StreamCatcher()
    : listener_(listen_on_loopback()),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      thread_([this] { serve(); }) {
}

StreamCatcher::~StreamCatcher() {
  ::eventfd_write(stop_.get(), 1);
  thread_.join();
}

void StreamCatcher::serve() {
  std::vector<UniqueFd> connections;
  std::array<char, 65536> chunk;
  for (;;) {
    std::vector<pollfd> watched{{stop_.get(), POLLIN, 0}, {listener_.fd.get(), POLLIN, 0}};
    for (const auto& connection : connections) watched.push_back({connection.get(), POLLIN, 0});
    ::poll(watched.data(), watched.size(), -1);
    if (watched[0].revents != 0) return;
    for (std::size_t i = 2; i < watched.size(); ++i) {
      if (watched[i].revents == 0) continue;
      const auto got = ::recv(watched[i].fd, chunk.data(), chunk.size(), 0);
      if (got <= 0) {
        connections[i - 2].reset();
      } else {
        const std::scoped_lock lock{mutex_};
        received_.append(chunk.data(), static_cast<std::size_t>(got));
      }
    }
    std::erase_if(connections, [](const UniqueFd& connection) { return !connection; });
    if (watched[1].revents != 0) {
      connections.emplace_back(::accept4(listener_.fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
    }
  }
}

std::string StreamCatcher::received() const {
  const std::scoped_lock lock{mutex_};
  return received_;
}

}  // namespace vitrine::service
