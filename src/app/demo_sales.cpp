#include "app/demo_sales.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "runtime/sleep.h"

namespace vitrine::app {

namespace {

using std::chrono::milliseconds;

constexpr std::chrono::hours kBefore{1};
// How soon stop() is noticed.
constexpr milliseconds kLookUp{200};
constexpr std::chrono::seconds kAfterFailure{2};
constexpr std::size_t kTogetherMax = 500;

}  // namespace

DemoSales::DemoSales(std::uint64_t rate, sales::Sales& sales, const Clock& clock, observe::Log& log)
    : rate_(rate), sales_(sales), clock_(clock), log_(log) {
}

sales::Moment DemoSales::now() const {
  return std::chrono::floor<milliseconds>(clock_.wall());
}

Task<void> DemoSales::sell_what_is_due(feed::Generator& generator, sales::Purchase& next) {
  sales::Batch batch;
  while (next.at <= now() && batch.purchases.size() < kTogetherMax) {
    batch.purchases.push_back(std::exchange(next, generator.next()));
  }
  if (batch.purchases.empty()) {
    co_await sleep_for(std::min<milliseconds>(next.at - now() + milliseconds(1), kLookUp));
    co_return;
  }
  const auto sold = co_await sales_.record(std::move(batch));
  if (sold || stopping_) co_return;
  log_.warning("app", "a made-up sale was not recorded: " + sold.error().public_message);
  for (auto waited = milliseconds(0); waited < kAfterFailure && !stopping_; waited += kLookUp) {
    co_await sleep_for(kLookUp);
  }
}

Task<void> DemoSales::run() {
  if (rate_ == 0) co_return;
  const bool is_empty = sales_.last().offset == 0;
  feed::Generator generator({.seed = 1,
                             .rate = static_cast<double>(rate_) / 60,
                             .start = is_empty ? now() - kBefore : now()});
  auto next = generator.next();
  while (!stopping_) co_await sell_what_is_due(generator, next);
}

}  // namespace vitrine::app
