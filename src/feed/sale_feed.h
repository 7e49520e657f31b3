// A feed of sales in S1's format:
//
//   {"start_date": 1700000000, "end_date": 1700000120, "data_delay_sec": 120,
//    "events": [{"event_type": "sale", "utc_date": 1700000000.25, "items": [{…}, …]}]}
//
// An event is a cart; its items are purchases (purchase_json.h). Feeds are written by others: an
// event or an item that makes no sense is counted, named and passed over, and the rest is read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "runtime/clock.h"
#include "sales/purchase.h"

namespace vitrine::feed {

struct Sale {
  sales::Moment at{};
  // With ids that are made of what they say, so that the same sale, read again, is the same.
  std::vector<sales::Purchase> items;
};

struct Feed {
  // In the order of their time.
  std::vector<Sale> sales;
  // When there will be more: the end of what this feed tells, and how long others take to report.
  std::optional<sales::Moment> end;
  std::chrono::seconds delay{0};
  // Events and items that make no sense, and why, of the first ones.
  std::size_t skipped = 0;
  std::vector<std::string> mistakes;
};

inline constexpr std::size_t kMistakesNamed = 10;

// One feed, or several behind each other. bad_request: it is no JSON, or no feed.
Result<Feed> read_feed(std::string_view json, WallTime now);

}  // namespace vitrine::feed
