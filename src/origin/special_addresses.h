// The table of addresses that no public origin has, each row with the document that says so. From
// the IANA special-purpose address registries for IPv4 and IPv6.
#pragma once

#include <span>

#include "origin/address_block.h"

namespace vitrine::origin {

struct SpecialBlock {
  const char* block;
  const char* reason;
};

std::span<const SpecialBlock> special_blocks();

// Is it in any block of the table? The address is not unwrapped.
bool is_special(const boost::asio::ip::address& address);

}  // namespace vitrine::origin
