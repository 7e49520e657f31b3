#include "http/byte_range.h"

#include <algorithm>
#include <limits>

#include "http/field_value.h"

namespace vitrine::http {

namespace {

// Digits only; a number too large for 64 bits is as good as the largest one, for no body is longer.
std::optional<std::uint64_t> position(std::string_view digits) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (kMost - digit) / 10) return kMost;
    value = value * 10 + digit;
  }
  return value;
}

RangeDecision part(std::uint64_t offset, std::uint64_t bytes) {
  return {.answer = RangeAnswer::part, .range = {.offset = offset, .bytes = bytes}};
}

RangeDecision last_bytes(std::uint64_t asked, std::uint64_t body_bytes) {
  const auto bytes = std::min(asked, body_bytes);
  if (bytes == 0) return {.answer = RangeAnswer::unsatisfiable, .range = {}};
  return part(body_bytes - bytes, bytes);
}

}  // namespace

RangeDecision decide_range(std::string_view header, std::uint64_t body_bytes) {
  constexpr std::string_view kUnit = "bytes=";
  if (!equal_ignoring_case(header.substr(0, kUnit.size()), kUnit)) return {};
  const auto text = trimmed(header.substr(kUnit.size()));
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || text.contains(',')) return {};
  const auto last = position(text.substr(dash + 1));
  if (dash == 0) return last ? last_bytes(*last, body_bytes) : RangeDecision{};

  const auto first = position(text.substr(0, dash));
  const bool open = dash + 1 == text.size();
  if (!first || (!last && !open) || (last && *last < *first)) return {};
  if (*first >= body_bytes) return {.answer = RangeAnswer::unsatisfiable, .range = {}};
  const auto end = open ? body_bytes - 1 : std::min(*last, body_bytes - 1);
  return part(*first, end - *first + 1);
}

}  // namespace vitrine::http
