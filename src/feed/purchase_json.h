// Purchases as JSON, with the names of S1's feed:
//
//   {"id": "till-7/1042/1", "utc_date": 1700000000.25, "artist_name": "Björk",
//   "amount_paid": 12.50,
//    "currency": "EUR", "amount_paid_usd": 13.63}
//
// Reading needs artist_name, utc_date and amount_paid, and amount_paid_usd unless the currency is
// USD (which is what no currency means); item_price is then amount_paid unless it is said. Amounts
// are read from their digits, never through a floating point number. utc_date is in seconds since
// 1970, or a text of ISO 8601; it is written as text. null is as good as no field. What S1's feed
// says beyond a Purchase (track_album_slug_text, releases, package_image_id, amount_paid_fmt,
// amount_over_fmt) and `offset`, which our own answers have, are passed over. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "sales/log.h"
#include "sales/purchase.h"

namespace vitrine::feed {

// What to do with a field that nobody knows. Feeds of others grow fields; our own callers mistype.
enum class Unknown : std::uint8_t { refused, passed_over };

// One object and nothing behind it. bad_request: malformed (with line and column), a field of the
// wrong type, an unknown one or one that is missing, by its name. Whether the values make sense is
// for sales::check; an id that is not there is empty.
Result<sales::Purchase> read_purchase(std::string_view json, Unknown unknown = Unknown::refused);

// One object, an array of them, or one after another (NDJSON). As above, and the message begins
// with the number of the purchase, from 1. More than sales::kBatchMax are refused.
Result<std::vector<sales::Purchase>> read_purchases(std::string_view json,
                                                    Unknown unknown = Unknown::refused);

// Appends one object on one line. `offset`: where it stands in the log, as its second member.
void append_purchase(std::string& to,
                     const sales::Purchase& purchase,
                     std::optional<sales::Offset> offset = std::nullopt);
// An array of what was recorded.
void append_purchases(std::string& to, const std::vector<sales::Recorded>& purchases);

}  // namespace vitrine::feed
