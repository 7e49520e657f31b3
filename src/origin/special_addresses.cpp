#include "origin/special_addresses.h"

#include <algorithm>
#include <array>
#include <vector>

#include "failure/check.h"

namespace vitrine::origin {

namespace {

constexpr std::array kSpecial = {
    SpecialBlock{"0.0.0.0/8", "RFC 791, section 3.2: this network"},
    SpecialBlock{"10.0.0.0/8", "RFC 1918: private use"},
    SpecialBlock{"100.64.0.0/10", "RFC 6598: shared address space of carriers"},
    SpecialBlock{"127.0.0.0/8", "RFC 1122, section 3.2.1.3: loopback"},
    // The host agent of one large cloud. Public by its prefix, but it answers only from inside a
    // virtual machine, to which it hands out secrets.
    SpecialBlock{"168.63.129.16/32", "no RFC: cloud host agent"},
    SpecialBlock{"169.254.0.0/16", "RFC 3927: link local; cloud metadata"},
    SpecialBlock{"172.16.0.0/12", "RFC 1918: private use"},
    SpecialBlock{"192.0.0.0/24", "RFC 6890, section 2.1: IETF protocol assignments"},
    SpecialBlock{"192.0.2.0/24", "RFC 5737: documentation"},
    SpecialBlock{"192.88.99.0/24", "RFC 7526: deprecated 6to4 relay anycast"},
    SpecialBlock{"192.168.0.0/16", "RFC 1918: private use"},
    SpecialBlock{"198.18.0.0/15", "RFC 2544: benchmarking"},
    SpecialBlock{"198.51.100.0/24", "RFC 5737: documentation"},
    SpecialBlock{"203.0.113.0/24", "RFC 5737: documentation"},
    SpecialBlock{"224.0.0.0/4", "RFC 5771: multicast"},
    SpecialBlock{"240.0.0.0/4", "RFC 1112, section 4: reserved; limited broadcast (RFC 919)"},

    SpecialBlock{"::/128", "RFC 4291, section 2.5.2: unspecified"},
    SpecialBlock{"::1/128", "RFC 4291, section 2.5.3: loopback"},
    SpecialBlock{"::/96", "RFC 4291, section 2.5.5.1: IPv4-compatible, deprecated"},
    SpecialBlock{"64:ff9b:1::/48", "RFC 8215: local-use translation"},
    SpecialBlock{"100::/64", "RFC 6666: discard only"},
    // Teredo (RFC 4380, 2001::/32) is in here whole: its relays are gone, so an origin behind it
    // cannot be reached, only the IPv4 addresses that it hides.
    SpecialBlock{"2001::/23", "RFC 2928: IETF protocol assignments; Teredo, ORCHID, benchmarking"},
    SpecialBlock{"2001:db8::/32", "RFC 3849: documentation"},
    SpecialBlock{"3fff::/20", "RFC 9637: documentation"},
    SpecialBlock{"5f00::/16", "RFC 9602: segment routing"},
    SpecialBlock{"fc00::/7", "RFC 4193: unique local"},
    SpecialBlock{"fe80::/10", "RFC 4291, section 2.5.6: link local"},
    SpecialBlock{"fec0::/10", "RFC 3879: site local, deprecated"},
    SpecialBlock{"ff00::/8", "RFC 4291, section 2.7: multicast"},
};

const std::vector<AddressBlock>& parsed() {
  static const std::vector<AddressBlock> blocks = [] {
    std::vector<AddressBlock> made;
    for (const auto& row : kSpecial) {
      const auto block = parse_block(row.block);
      check(block.has_value(), row.block);
      made.push_back(*block);
    }
    return made;
  }();
  return blocks;
}

}  // namespace

std::span<const SpecialBlock> special_blocks() {
  return kSpecial;
}

bool is_special(const boost::asio::ip::address& address) {
  return std::ranges::any_of(
      parsed(), [&address](const AddressBlock& block) { return block.contains(address); });
}

}  // namespace vitrine::origin
