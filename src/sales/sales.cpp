#include "sales/sales.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace vitrine::sales {

namespace {

constexpr std::size_t kKeyBytesMax = 512;
constexpr std::size_t kDigestBytesMax = 64;

Result<void> check(const IdempotencyKey& key) {
  if (key.key.empty() || key.key.size() > kKeyBytesMax || key.digest.size() > kDigestBytesMax) {
    return fail(FailureKind::bad_request,
                fmt::format("The idempotency key has {} bytes with its scope; 1 to {} are taken",
                            key.key.size(),
                            kKeyBytesMax));
  }
  return {};
}

}  // namespace

Sales::Sales(PurchaseLog& log, Book& book, const Clock& clock, observe::Metrics& metrics)
    : log_(log),
      book_(book),
      clock_(clock),
      recorded_(metrics.counter("vitrine_sales_purchases_total", "Purchases recorded")),
      repeated_(metrics.counter("vitrine_sales_repeated_total",
                                "Purchases that had been recorded before")),
      refused_(metrics.counter("vitrine_sales_refused_total",
                               "Purchases refused because one of their call was wrong")),
      cut_searches_(metrics.counter("vitrine_sales_searches_cut_total",
                                    "Searches that were ended because they took too long")) {
  book_.on_change([this](Offset offset) {
    for (const auto& changed : changed_) changed(offset);
  });
}

Task<Result<Appended>> Sales::record(Batch batch) {
  const auto size = batch.purchases.size();
  auto checked = sales::check(batch.purchases, clock_.wall());
  if (checked && batch.key) checked = check(*batch.key);
  if (!checked) {
    refused_.add(size);
    co_return std::unexpected(std::move(checked).error());
  }
  auto appended = co_await log_.append(std::move(batch));
  if (!appended) {
    refused_.add(size);
    co_return appended;
  }
  const auto known = appended->was_done
                         ? size
                         : static_cast<std::size_t>(std::ranges::count(
                               appended->purchases, true, &Appended::One::was_there));
  repeated_.add(known);
  recorded_.add(size - known);
  co_return appended;
}

Task<Result<std::vector<Recorded>>> Sales::after(Offset offset, std::size_t n) {
  return log_.after(offset, std::clamp<std::size_t>(n, 1, kBatchMax));
}

Task<Result<Purchases>> Sales::newest(std::size_t n) {
  return book_.newest(std::min(n, Book::kNewestMax));
}

Task<Result<Found>> Sales::search(std::string term, std::size_t n) {
  CO_TRY(auto query, parse_query(term));
  if (query.words.empty()) co_return Found{.purchases = {}, .as_of = last().offset};
  auto found = co_await book_.search(std::move(query), std::min(n, Book::kFoundMax));
  if (found && found->cut) cut_searches_.add(1);
  co_return found;
}

Task<Result<History>> Sales::history(HistoryQuery query) {
  if (query.from >= query.to) {
    co_return fail(FailureKind::bad_request, "The history ends before it begins");
  }
  co_return co_await book_.history(query);
}

Task<Result<History>> Sales::last_hour() {
  using std::chrono::minutes;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(clock_.wall());
  return book_.history({now - minutes{59}, now + std::chrono::milliseconds{1}, Bucket::minute});
}

Task<Result<TopSellers>> Sales::top_sellers(std::size_t n) {
  return book_.top_sellers(std::min(n, Book::kSellersMax));
}

void Sales::on_change(std::function<void(Offset)> changed) {
  changed_.push_back(std::move(changed));
}

std::string Sales::trouble() const {
  auto trouble = log_.trouble();
  return trouble.empty() ? book_.trouble() : trouble;
}

}  // namespace vitrine::sales
