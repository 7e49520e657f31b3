#include "service/harness/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <stdexcept>

namespace vitrine::service {

Listener listen_on_loopback() {
  UniqueFd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!socket) throw std::runtime_error("cannot make a socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.get(), generic, length) != 0 || ::listen(socket.get(), 512) != 0 ||
      ::getsockname(socket.get(), generic, &length) != 0) {
    throw std::runtime_error("cannot listen on the loopback interface");
  }
  return {std::move(socket), ntohs(address.sin_port)};
}

}  // namespace vitrine::service
