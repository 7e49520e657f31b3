#include "origin/address_guard.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "origin/special_addresses.h"

namespace vitrine::origin {

namespace ip = boost::asio::ip;

namespace {

constexpr std::array<std::uint16_t, 2> kWebPorts = {80, 443};

ip::address_v4 v4_at(const ip::address_v6::bytes_type& bytes, std::size_t offset) {
  return ip::address_v4({bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]});
}

// The IPv4 address that a packet to this IPv6 address would end up at, if there is one. Mapped,
// compatible and Teredo addresses are not here: the first is unwrapped before, the others are
// special.
std::optional<ip::address_v4> hidden_v4(const ip::address_v6& address) {
  const auto bytes = address.to_bytes();
  static const auto six_to_four = *parse_block("2002::/16");
  static const auto nat64 = *parse_block("64:ff9b::/96");
  if (six_to_four.contains(address)) return v4_at(bytes, 2);
  if (nat64.contains(address)) return v4_at(bytes, 12);
  // ISATAP: an interface identifier of 0000:5efe or 0200:5efe before the IPv4 address.
  const bool isatap =
      (bytes[8] & 0xFDU) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;
  if (isatap) return v4_at(bytes, 12);
  return std::nullopt;
}

// What IANA has given out as unicast so far, and the one translation prefix that leads out of it.
bool is_global_unicast(const ip::address_v6& address) {
  static const auto unicast = *parse_block("2000::/3");
  static const auto nat64 = *parse_block("64:ff9b::/96");
  return unicast.contains(address) || nat64.contains(address);
}

std::string canonical_host(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  std::string lower(host);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

// A last label of digits is a mistyped address, and resolvers read it as one.
bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > 253 || name.front() == '.' || name.front() == '-') return false;
  if (name.find("..") != std::string_view::npos) return false;
  if (!std::ranges::all_of(name, is_host_character)) return false;
  const auto last_label = name.substr(name.rfind('.') + 1);
  return !std::ranges::all_of(last_label, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_literal(std::string_view host) {
  boost::system::error_code error;
  ip::make_address(std::string(host), error);
  return !error;
}

std::string refusal(std::string_view host) {
  if (is_literal(host)) return "The address of the original is not allowed";
  return "The host \"" + std::string(host) + "\" of the original is not allowed";
}

}  // namespace

Result<AddressGuard> AddressGuard::from(const std::vector<std::string>& allow_private,
                                        std::vector<std::uint16_t> ports) {
  AddressGuard guard;
  guard.ports_ = std::move(ports);
  for (const auto& entry : allow_private) {
    if (const auto block = parse_block(entry)) {
      guard.blocks_.push_back(*block);
      continue;
    }
    auto host = canonical_host(entry);
    if (!is_host_name(host)) {
      return fail(FailureKind::bad_request,
                  '"' + entry + "\" is neither an address, a block of addresses nor a host name");
    }
    guard.hosts_.push_back(std::move(host));
  }
  return guard;
}

Result<void> AddressGuard::check(std::string_view host,
                                 const ip::address& address,
                                 std::uint16_t port) const {
  const bool is_private_and_allowed = is_allowed_private(host, address);
  if (!is_private_and_allowed && !is_public(address)) {
    return fail(FailureKind::not_allowed,
                refusal(host),
                std::string(host) + " has the address " + address.to_string());
  }
  const bool port_allowed =
      ports_.empty()
          ? is_private_and_allowed || std::ranges::find(kWebPorts, port) != kWebPorts.end()
          : std::ranges::find(ports_, port) != ports_.end();
  if (!port_allowed) {
    return fail(FailureKind::not_allowed,
                "The port " + std::to_string(port) + " of the original is not allowed");
  }
  return {};
}

bool AddressGuard::is_allowed_private(std::string_view host, const ip::address& address) const {
  const auto plain = unmapped(address);
  return std::ranges::any_of(
             blocks_, [&plain](const AddressBlock& block) { return block.contains(plain); }) ||
         std::ranges::find(hosts_, canonical_host(host)) != hosts_.end();
}

bool is_public(const ip::address& address) {
  const auto plain = unmapped(address);
  if (is_special(plain)) return false;
  if (plain.is_v4()) return true;
  const auto v6 = plain.to_v6();
  if (const auto hidden = hidden_v4(v6); hidden && is_special(*hidden)) return false;
  return is_global_unicast(v6);
}

}  // namespace vitrine::origin
