// Which network addresses an origin may have. Pure; any thread.
//
// Refuses every address that is not globally reachable unicast (special_addresses.cpp has the
// table), also when an IPv4 address hides inside an IPv6 one: mapped and compatible (RFC 4291),
// 6to4 (RFC 3056), NAT64 (RFC 6052, RFC 8215), Teredo (RFC 4380), ISATAP (RFC 5214). A NAT64 prefix
// of an operator's own cannot be told from other addresses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include "failure/result.h"
#include "origin/address_block.h"

namespace vitrine::origin {

class AddressGuard {
 public:
  // Entries are addresses, CIDR blocks or host names. A malformed one is bad_request and names it.
  static Result<AddressGuard> from(const std::vector<std::string>& allow_private,
                                   std::vector<std::uint16_t> ports);

  // not_allowed, with a message that names the host and not the address. A host that is written as
  // an address is not named either.
  Result<void> check(std::string_view host,
                     const boost::asio::ip::address& address,
                     std::uint16_t port) const;

 private:
  bool is_allowed_private(std::string_view host, const boost::asio::ip::address& address) const;

  std::vector<AddressBlock> blocks_;
  std::vector<std::string> hosts_;
  std::vector<std::uint16_t> ports_;
};

// Is this address reachable over the public internet?
bool is_public(const boost::asio::ip::address& address);

}  // namespace vitrine::origin
