// One thing that somebody bought, as the till reported it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "failure/result.h"
#include "runtime/clock.h"
#include "sales/money.h"

namespace vitrine::sales {

// Milliseconds since 1970, UTC.
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

// Texts are UTF-8 without control characters; those that need not be there are empty.
struct Purchase {
  // Chosen by whoever sells; the same id is the same purchase. 1 to 128 bytes.
  std::string id;
  // When it was bought, by the clock of the till.
  Moment at{};
  // 1 to 256 bytes. Top sellers are artists.
  std::string artist_name;
  // At most 512 bytes.
  std::string album_title;
  // At most 1,024 bytes.
  std::string item_description;
  // "a", "t", "p", "b" in S1: album, track, package, bundle. At most 16 bytes.
  std::string item_type;
  // At most 16 bytes.
  std::string slug_type;
  // At most 128 bytes.
  std::string country;
  // Two letters of ISO 3166, or none.
  std::string country_code;
  // Of amount_paid and item_price.
  std::string currency = "USD";
  // What was paid for all of it, in minor units; 0 to kAmountMax.
  Amount amount_paid = 0;
  // What one of it costs.
  Amount item_price = 0;
  // What amount_paid came to in cents of US dollars; 0 to kUsdMax. Revenue is the sum of these.
  Amount amount_paid_usd = 0;
  // Absolute ("https://…", "//…") or paths ("/…"); at most 2,048 bytes each.
  std::string art_url;
  std::string url;
  // At most 64 bytes.
  std::string art_id;
  // 1 to 1,000,000.
  std::int64_t quantity = 1;

  bool operator==(const Purchase&) const = default;
};

inline constexpr std::size_t kBatchMax = 1'000;

// Purchases before it are a mistake of a clock: no time zone had odd minutes any more from then on.
inline constexpr Moment kEarliest{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};
// How far the clock of a till may be ahead of ours.
inline constexpr std::chrono::hours kAheadMax{24};

// bad_request that names the field, its value and the limit.
Result<void> check(const Purchase& purchase, WallTime now);
// 1 to kBatchMax purchases, each as above. The message begins with the number of the purchase, from
// 1, and its id.
Result<void> check(const std::vector<Purchase>& purchases, WallTime now);

}  // namespace vitrine::sales
