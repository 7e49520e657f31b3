#include "origin/socket_address.h"

#include <netinet/in.h>

#include <cstring>

namespace vitrine::origin {

namespace ip = boost::asio::ip;

std::optional<Endpoint> endpoint_of(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof(v4));
    return Endpoint{.address = ip::address_v4(ntohl(v4.sin_addr.s_addr)),
                    .port = ntohs(v4.sin_port)};
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof(v6));
    ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return Endpoint{.address = ip::address_v6(bytes), .port = ntohs(v6.sin6_port)};
  }
  return std::nullopt;
}

}  // namespace vitrine::origin
