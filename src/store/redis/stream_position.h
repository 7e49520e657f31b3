// The id of an entry of a stream ("milliseconds-sequence") as a position of the log: 44 bits of
// milliseconds, which last until the year 2527, and 20 bits of sequence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/clock.h"
#include "tallies/log.h"

namespace vitrine::store::redis {

inline constexpr unsigned kSequenceBits = 20;

// Absent when it is no id, or does not fit. Leading zeros are allowed.
std::optional<tallies::Position> position_of(std::string_view id);

std::string id_of(tallies::Position position);
// Of a fixed length, so that Lua, whose numbers have 53 bits, can compare two as texts.
std::string sortable_id(tallies::Position position);

// When the entry was written, by the clock of Redis.
WallTime time_of(tallies::Position position);

}  // namespace vitrine::store::redis
