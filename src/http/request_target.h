// The request target and the Host (RFC 9112, 3.2; RFC 9110, 7.2). Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "http/head.h"

namespace vitrine::http {

// Splits `head.target` into path and query: origin form ("/a?b"), absolute form ("http://host/a",
// whose authority then replaces the value of the Host field in `fields`), and "*" for OPTIONS.
std::optional<Rejection> read_target(Head& head, std::span<HeaderField> fields);

// Exactly one Host in HTTP/1.1, at most one in HTTP/1.0, made of the characters that a host and a
// port may have. `host` is the value of the last one.
std::optional<Rejection> check_host(const Head& head, std::size_t hosts, std::string_view host);

}  // namespace vitrine::http
