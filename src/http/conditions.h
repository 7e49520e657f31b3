// Conditional requests (RFC 9110, 13). Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "http/request.h"
#include "runtime/clock.h"

namespace vitrine::http {

enum class Condition : std::uint8_t { go_on, not_modified, failed };

// If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since, in the order of 13.2.2, for a
// representation with this strong tag. A time of zero (WallTime{}) is an unknown one. Only GET and
// HEAD have conditions here.
Condition condition_of(const Request& request, std::string_view etag, WallTime modified);

// Is the Range header to be honoured? Yes without If-Range, or when it names this very tag or time.
bool range_applies(const Request& request, std::string_view etag, WallTime modified);

}  // namespace vitrine::http
