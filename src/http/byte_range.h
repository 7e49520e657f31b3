// The Range header (RFC 9110, 14.2). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace vitrine::http {

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

enum class RangeAnswer : std::uint8_t {
  whole,          // no range that we honour: malformed, another unit, or several
  part,           // one range
  unsatisfiable,  // 416: it starts behind the end, or asks for the last 0 bytes
};

struct RangeDecision {
  RangeAnswer answer = RangeAnswer::whole;
  ByteRange range;  // of a part
};

// What `header` ("bytes=0-99", "bytes=100-", "bytes=-5") asks of a body of `body_bytes`.
RangeDecision decide_range(std::string_view header, std::uint64_t body_bytes);

}  // namespace vitrine::http
