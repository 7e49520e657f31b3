#include "live/position.h"

#include <algorithm>
#include <charconv>

namespace vitrine::live {

namespace {

constexpr std::size_t kEpochMax = 32;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string text_of(const Position& position) {
  return position.epoch + ':' + std::to_string(position.offset);
}

std::optional<Position> parse_position(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon > kEpochMax) return std::nullopt;
  const auto epoch = text.substr(0, colon);
  const auto number = text.substr(colon + 1);
  if (!std::ranges::all_of(epoch, is_letter_or_digit)) return std::nullopt;
  std::uint64_t offset = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), offset);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  if (number.size() > 1 && number.front() == '0') return std::nullopt;
  return Position{std::string(epoch), offset};
}

std::optional<std::vector<Position>> parse_positions(std::string_view text, std::size_t most) {
  std::vector<Position> positions;
  while (true) {
    const auto end = std::min(text.find(','), text.size());
    auto position = parse_position(text.substr(0, end));
    if (!position || positions.size() == most) return std::nullopt;
    positions.push_back(*std::move(position));
    if (end == text.size()) return positions;
    text.remove_prefix(end + 1);
  }
}

}  // namespace vitrine::live
