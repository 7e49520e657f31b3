// Addresses as a name server gives them, and entries of the allow list. However an address is
// dressed up, what it hides must not be reachable.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include <boost/asio/ip/address.hpp>

#include "origin/address_guard.h"

using namespace vitrine;
namespace ip = boost::asio::ip;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// The forms in which an IPv6 address carries an IPv4 one, each with the same one inside.
void require_same_in_every_dress(const ip::address_v4& inner) {
  const bool allowed = origin::is_public(inner);
  const auto text = inner.to_string();
  const auto bytes = inner.to_bytes();
  ip::address_v6::bytes_type six_to_four{0x20, 0x02, bytes[0], bytes[1], bytes[2], bytes[3]};
  require(origin::is_public(ip::make_address("::ffff:" + text)) == allowed);
  require(origin::is_public(ip::make_address("64:ff9b::" + text)) == allowed);
  require(origin::is_public(ip::make_address("2606:4700::5efe:" + text)) == allowed);
  require(origin::is_public(ip::address_v6(six_to_four)) == allowed);
  require(!origin::is_public(ip::make_address("::" + text)));
  require(!origin::is_public(ip::make_address("64:ff9b:1::" + text)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size >= 4) {
    ip::address_v4::bytes_type bytes;
    std::memcpy(bytes.data(), data, bytes.size());
    require_same_in_every_dress(ip::address_v4(bytes));
  }
  if (size >= 16) {
    ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), data, bytes.size());
    const ip::address_v6 address(bytes);
    // Public IPv6 is what IANA has given out, and the one prefix that leads to public IPv4.
    require(!origin::is_public(address) || address.is_v4_mapped() || (bytes[0] & 0xE0U) == 0x20 ||
            bytes[1] == 0x64);
  }
  const std::string entry(reinterpret_cast<const char*>(data), size);
  if (const auto guard = origin::AddressGuard::from({entry}, {})) {
    // A block allows addresses of its own family only; no name in the list is a number.
    require(!guard->check("1", ip::make_address("10.1.2.3"), 80) ||
            !guard->check("1", ip::make_address("fd00::1"), 80));
  }
  return 0;
}
