#include "endpoints/live_sales.h"

#include <algorithm>
#include <string>
#include <utility>

#include "endpoints/sales_json.h"
#include "feed/purchase_json.h"

namespace vitrine::endpoints {

namespace {

constexpr std::size_t kNewest = 10;
constexpr std::size_t kSellers = 5;
constexpr std::size_t kPage = 100;
constexpr sales::Offset kBehindMax = 10'000;

std::string body_of(const std::vector<sales::Recorded>& purchases) {
  std::string json = "{\"purchases\":";
  feed::append_purchases(json, purchases);
  return json + "}";
}

Task<Result<live::Update>> newest(sales::Sales& sales) {
  CO_TRY(const auto found, co_await sales.newest(kNewest));
  co_return live::Update{{sales.last().epoch, found.as_of}, body_of(found.purchases)};
}

Task<Result<std::optional<live::Page>>> behind(sales::Sales& sales, std::uint64_t after) {
  const auto last = sales.last();
  if (last.offset < after || last.offset - after > kBehindMax) co_return std::nullopt;
  CO_TRY(auto missed, co_await sales.after(after, kPage));
  live::Page page;
  page.complete = missed.size() < kPage;
  if (missed.empty()) co_return page;
  const auto offset = missed.back().offset;
  // As in every message, the newest comes first.
  std::ranges::reverse(missed);
  page.updates.push_back({{last.epoch, offset}, body_of(missed)});
  co_return page;
}

Task<Result<live::Update>> overview(sales::Sales& sales) {
  CO_TRY(const auto top, co_await sales.top_sellers(kSellers));
  CO_TRY(const auto history, co_await sales.last_hour());
  co_return live::Update{{},
                         "{\"topSellers\":" + top_sellers_json(top) + ",\"purchaseHistory\":" +
                             history_json(history, HistoryValue::count) + "}"};
}

}  // namespace

LiveSales live_sales(sales::Sales& sales) {
  return {.newest = [&sales] { return newest(sales); },
          .behind = [&sales](std::uint64_t after) { return behind(sales, after); },
          .overview = [&sales] { return overview(sales); }};
}

}  // namespace vitrine::endpoints
