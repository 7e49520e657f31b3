#include "store/redis/stream_position.h"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace vitrine::store::redis {

namespace {

constexpr std::uint64_t kMillisecondsEnd = std::uint64_t{1} << (64 - kSequenceBits);
constexpr std::uint64_t kSequenceEnd = std::uint64_t{1} << kSequenceBits;

std::optional<std::uint64_t> number_below(std::uint64_t end, std::string_view text) {
  std::uint64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size() || number >= end) return {};
  return number;
}

std::uint64_t milliseconds_of(tallies::Position position) {
  return position >> kSequenceBits;
}

std::uint64_t sequence_of(tallies::Position position) {
  return position & (kSequenceEnd - 1);
}

}  // namespace

std::optional<tallies::Position> position_of(std::string_view id) {
  const auto dash = id.find('-');
  if (dash == std::string_view::npos) return {};
  const auto milliseconds = number_below(kMillisecondsEnd, id.substr(0, dash));
  const auto sequence = number_below(kSequenceEnd, id.substr(dash + 1));
  if (!milliseconds || !sequence) return {};
  return (*milliseconds << kSequenceBits) | *sequence;
}

std::string id_of(tallies::Position position) {
  return fmt::format("{}-{}", milliseconds_of(position), sequence_of(position));
}

std::string sortable_id(tallies::Position position) {
  return fmt::format("{:014}-{:07}", milliseconds_of(position), sequence_of(position));
}

WallTime time_of(tallies::Position position) {
  return WallTime{std::chrono::milliseconds{milliseconds_of(position)}};
}

}  // namespace vitrine::store::redis
