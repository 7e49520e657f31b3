// The system's socket addresses, as ours.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>

#include <boost/asio/ip/address.hpp>

namespace vitrine::origin {

struct Endpoint {
  boost::asio::ip::address address;
  std::uint16_t port = 0;
};

// Absent for families other than IPv4 and IPv6.
std::optional<Endpoint> endpoint_of(const sockaddr* address);

}  // namespace vitrine::origin
