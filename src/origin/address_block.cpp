#include "origin/address_block.h"

#include <charconv>
#include <string>

namespace vitrine::origin {

namespace ip = boost::asio::ip;

namespace {

template <class Bytes>
bool same_prefix(const Bytes& a, const Bytes& b, unsigned bits) {
  const std::size_t whole = bits / 8;
  for (std::size_t i = 0; i < whole; ++i) {
    if (a[i] != b[i]) return false;
  }
  const unsigned rest = bits % 8;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

}  // namespace

bool AddressBlock::contains(const ip::address& address) const {
  if (network.is_v4() != address.is_v4()) return false;
  if (network.is_v4()) {
    return same_prefix(network.to_v4().to_bytes(), address.to_v4().to_bytes(), prefix_bits);
  }
  return same_prefix(network.to_v6().to_bytes(), address.to_v6().to_bytes(), prefix_bits);
}

std::optional<AddressBlock> parse_block(std::string_view text) {
  const auto slash = text.find('/');
  const std::string address_text(text.substr(0, slash));
  boost::system::error_code error;
  const auto address = ip::make_address(address_text, error);
  if (error || address_text.find('%') != std::string::npos) return std::nullopt;
  const unsigned widest = address.is_v4() ? 32 : 128;
  unsigned bits = widest;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (problem != std::errc{} || end != digits.data() + digits.size() || bits > widest) {
      return std::nullopt;
    }
  }
  const auto plain = unmapped(address);
  if (plain.is_v4() && address.is_v6() && bits < 96) return std::nullopt;
  return AddressBlock{.network = plain,
                      .prefix_bits = plain.is_v4() && address.is_v6() ? bits - 96 : bits};
}

ip::address unmapped(const ip::address& address) {
  if (address.is_v4()) return address;
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, v6);
  return ip::address_v6(v6.to_bytes());
}

}  // namespace vitrine::origin
