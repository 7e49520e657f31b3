// What a text in the configuration may look like. Pure.
#pragma once

#include <string_view>

namespace vitrine::app {

// Any text without control characters; `is_line` not empty.
bool is_plain(std::string_view text);
bool is_line(std::string_view text);
// A host name or an address: 1 to 253 bytes of letters, digits, '.', '-', '_', ':'.
bool is_host(std::string_view text);
bool is_host_or_empty(std::string_view text);
// An IPv4 or IPv6 address, as numbers.
bool is_address(std::string_view text);
bool is_address_or_empty(std::string_view text);
// An address, a block ("10.0.0.0/8") or a host name.
bool is_address_block_or_host(std::string_view text);
// http:// or https://, a host, and no query.
bool is_web_address(std::string_view text);
// Empty, or at least 16 visible ASCII characters.
bool is_operator_key(std::string_view text);
// jpg, jpeg, png, webp, avif, gif.
bool is_picture_extension(std::string_view text);
// 1 to 4 segments of letters, digits, '_' and '-', joined by '/'.
bool is_namespace_name(std::string_view text);

}  // namespace vitrine::app
