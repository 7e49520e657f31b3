// The times of purchases as text. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "failure/result.h"
#include "sales/purchase.h"

namespace vitrine::feed {

// Seconds since 1970 as a decimal number: "1700000000", "1700000000.123". Exact; what is finer than
// a millisecond is rounded. bad_request that names `utc_date`.
Result<sales::Moment> read_seconds(std::string_view number);

// ISO 8601 with a zone: "2023-11-14T22:13:20Z", "2023-11-14T23:13:20.123+01:00". bad_request as
// above.
Result<sales::Moment> read_iso_date(std::string_view text);

// "2023-11-14T22:13:20.000Z".
std::string iso_date(sales::Moment at);

}  // namespace vitrine::feed
