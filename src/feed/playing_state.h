// How far a replay has come, kept in a small file, so that a restart goes on where it was.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "failure/result.h"
#include "sales/purchase.h"

namespace vitrine::feed {

// Of a feed that grows, the ids that were sent last are enough: what is older is known to the
// store.
inline constexpr std::size_t kIdsKept = 20'000;

struct PlayingState {
  // Digest of what is played: a state of something else is not used.
  std::string source;
  // When the round began that is being played.
  sales::Moment round_start{};
  // Sales of this round that are done with.
  std::uint64_t position = 0;
  std::deque<std::string> sent;

  bool operator==(const PlayingState&) const = default;
};

std::string state_text(const PlayingState& state);
// bad_request: that is no such text.
Result<PlayingState> parse_state(const std::string& text);

// A new state of `source` when there is no file, or it is of another source. unavailable: the file
// cannot be read; bad_request as above.
Result<PlayingState> load_state(const std::string& file, const std::string& source);
// The file is replaced as a whole. unavailable: it cannot be written.
Result<void> save_state(const std::string& file, const PlayingState& state);

}  // namespace vitrine::feed
