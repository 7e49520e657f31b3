// Where a reader stands in a topic: an offset, and the epoch that gives it a meaning. Text is
// "epoch:offset". Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::live {

struct Position {
  // Letters and digits, at most 32; another one for every topic and every log that was begun anew.
  std::string epoch;
  std::uint64_t offset = 0;

  bool operator==(const Position&) const = default;
};

std::string text_of(const Position& position);

// Absent for what text_of() never wrote.
std::optional<Position> parse_position(std::string_view text);

// A list with commas, as a reader of several topics gives it. Absent when one of them is no
// position, or there are more than `most`.
std::optional<std::vector<Position>> parse_positions(std::string_view text, std::size_t most);

}  // namespace vitrine::live
