// A range of addresses with a common prefix: "10.0.0.0/8". A value.
#pragma once

#include <optional>
#include <string_view>

#include <boost/asio/ip/address.hpp>

namespace vitrine::origin {

struct AddressBlock {
  boost::asio::ip::address network;
  unsigned prefix_bits = 0;

  // Addresses of the other family are never inside.
  bool contains(const boost::asio::ip::address& address) const;
};

// An address alone is the block of just that address. Bits beyond the prefix are ignored. Absent
// for anything else, also for scoped addresses ("fe80::1%eth0").
std::optional<AddressBlock> parse_block(std::string_view text);

// The IPv4 address of a mapped one (::ffff:a.b.c.d), which the kernel connects to as IPv4;
// otherwise the address itself. The scope is dropped.
boost::asio::ip::address unmapped(const boost::asio::ip::address& address);

}  // namespace vitrine::origin
