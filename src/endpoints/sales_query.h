// What a URL asks of the sales: `?term=`, `?limit=`, `?from=&to=&bucket=&value=`. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "failure/result.h"
#include "http/request.h"
#include "runtime/clock.h"
#include "sales/book.h"

namespace vitrine::endpoints {

// `?term=` as forms write it: '+' is a space. bad_request when there is none.
Result<std::string> search_term(const http::Request& request);

// `?limit=`, `otherwise` without one. bad_request unless it is 1 to `max`.
Result<std::size_t> limit_of(const http::Request& request, std::size_t otherwise, std::size_t max);

enum class HistoryValue : std::uint8_t { count, revenue };

struct HistoryAsked {
  sales::HistoryQuery query;
  HistoryValue value = HistoryValue::count;
};

// from and to are milliseconds since 1970 or dates of ISO 8601. Without `to` the answer ends with
// the bucket that is running; without `from` it has 60 minutes, 24 hours or 30 days up to `to`.
Result<HistoryAsked> history_asked(const http::Request& request, WallTime now);

}  // namespace vitrine::endpoints
