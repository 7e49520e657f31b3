#include "jobs/retry_rule.h"

#include <algorithm>
#include <cstdint>

namespace vitrine::jobs {

namespace {

constexpr std::chrono::seconds kFirst{15};
constexpr std::chrono::seconds kChancePerAttempt{10};
constexpr std::chrono::hours kLongest{24};
// Its fourth power in seconds is longer than kLongest.
constexpr std::uint32_t kLargestNumber = 20;

}  // namespace

bool may_pass(FailureKind kind) {
  switch (kind) {
    case FailureKind::busy:
    case FailureKind::upstream:
    case FailureKind::timeout:
    case FailureKind::unavailable:
      return true;
    case FailureKind::bad_request:
    case FailureKind::not_allowed:
    case FailureKind::not_found:
    case FailureKind::conflict:
    case FailureKind::not_accepted:
    case FailureKind::too_large:
    case FailureKind::unsupported:
    case FailureKind::media_type:
      return false;
  }
  return false;
}

std::optional<std::chrono::milliseconds> pause_after(Attempt attempt, double chance) {
  if (attempt.number >= attempt.of) return std::nullopt;
  const std::int64_t number = std::min(attempt.number, kLargestNumber);
  const std::chrono::milliseconds widest = kChancePerAttempt * number;
  const auto share =
      static_cast<std::int64_t>(static_cast<double>(widest.count()) * std::clamp(chance, 0.0, 1.0));
  const std::chrono::milliseconds pause = std::chrono::seconds(number * number * number * number) +
                                          kFirst + std::chrono::milliseconds(share);
  return std::min<std::chrono::milliseconds>(pause, kLongest);
}

double chance_in(std::string_view bytes) {
  double chance = 0;
  for (const char byte : bytes.substr(0, 4)) {
    chance = (chance + static_cast<unsigned char>(byte)) / 256;
  }
  return chance;
}

}  // namespace vitrine::jobs
