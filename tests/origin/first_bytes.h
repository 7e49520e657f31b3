// A listener that notes the first bytes of its one connection and hangs up: what a client says
// before it has heard anything.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <future>
#include <string>
#include <system_error>
#include <thread>

#include "runtime/unique_fd.h"

namespace vitrine::testing {

class FirstBytes {
 public:
  FirstBytes() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    if (::bind(listening_.get(), plain, size) != 0 || ::listen(listening_.get(), 1) != 0 ||
        ::getsockname(listening_.get(), plain, &size) != 0) {
      throw std::system_error(errno, std::generic_category(), "listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { heard_.set_value(hear()); });
  }

  ~FirstBytes() {
    // Ends an accept() that nobody connected to.
    ::shutdown(listening_.get(), SHUT_RDWR);
    thread_.join();
  }

  FirstBytes(const FirstBytes&) = delete;
  FirstBytes& operator=(const FirstBytes&) = delete;

  std::uint16_t port() const { return port_; }

  // Waits for the connection. Called once.
  std::string get() { return heard_.get_future().get(); }

 private:
  std::string hear() {
    const UniqueFd connection(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    std::array<char, 4096> bytes{};
    const auto got = ::recv(connection.get(), bytes.data(), bytes.size(), 0);
    return got > 0 ? std::string(bytes.data(), static_cast<std::size_t>(got)) : std::string();
  }

  UniqueFd listening_;
  std::uint16_t port_ = 0;
  std::promise<std::string> heard_;
  std::thread thread_;
};

}  // namespace vitrine::testing
