#include "endpoints/sales_json.h"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "json/text.h"
#include "sales/money.h"

namespace vitrine::endpoints {

std::string history_json(const sales::History& history, HistoryValue value) {
  std::string json = "[";
  const char* separator = "";
  for (const auto& point : history.points) {
    fmt::format_to(std::back_inserter(json),
                   "{}{{\"x\":{},\"y\":{}}}",
                   std::exchange(separator, ","),
                   point.at.time_since_epoch().count(),
                   value == HistoryValue::count
                       ? std::to_string(point.count)
                       : sales::amount_text(point.revenue, sales::kUsd.decimals));
  }
  return json + "]";
}

std::string top_sellers_json(const sales::TopSellers& top) {
  std::string labels;
  std::string series;
  for (const auto& seller : top.sellers) {
    if (!labels.empty()) labels += ",";
    json::append_text(labels, seller.artist_name);
    if (!series.empty()) series += ",";
    series += sales::amount_text(seller.revenue, sales::kUsd.decimals);
  }
  return fmt::format("{{\"labels\":[{}],\"series\":[{}]}}", labels, series);
}

}  // namespace vitrine::endpoints
