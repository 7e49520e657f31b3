// Whether a failed attempt is made again, and when. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "failure/failure.h"

namespace vitrine::jobs {

// The reason may be gone by itself after a while: the store, an origin, memory or a disk was in
// trouble. What is wrong with the picture or the request stays wrong.
bool may_pass(FailureKind kind);

struct Attempt {
  // 1 is the first.
  std::uint32_t number = 1;
  std::uint32_t of = 1;
};

// How long after the attempt has failed for a reason that may pass; nothing: it is given up. The
// fourth power of its number in seconds, 15 seconds more, and up to ten for each attempt by
// `chance` (0 to 1), so that what failed together does not come back together. A day at most.
std::optional<std::chrono::milliseconds> pause_after(Attempt attempt, double chance);

// 0 to 1, from some random bytes.
double chance_in(std::string_view bytes);

}  // namespace vitrine::jobs
