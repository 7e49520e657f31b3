#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "app/sell.h"
#include "app/sell_flags.h"
#include "feed/generator.h"
#include "feed/purchase_json.h"
#include "feed/utc_date.h"
#include "feed/web_till.h"
#include "runtime/clock.h"

namespace vitrine::app {

namespace {

constexpr int kExitBadUse = 2;
constexpr std::uint64_t kCountMax = 1'000'000'000;
constexpr std::size_t kTogether = 500;

feed::Till standard_output() {
  return [](const std::vector<sales::Purchase>& purchases) -> feed::Answer {
    std::string lines;
    for (const auto& purchase : purchases) {
      feed::append_purchase(lines, purchase);
      lines += "\n";
    }
    std::cout << lines << std::flush;
    if (std::cout) return {feed::Taken::yes, {}, {}};
    return {feed::Taken::forbidden, "vitrine generate: standard output is closed", {}};
  };
}

struct Order {
  feed::GeneratorOptions generator;
  // 0: without an end, as time passes.
  std::uint64_t count = 0;
};

Result<Order> read_order(const Arguments& arguments, sales::Moment now) {
  Order order;
  TRY(order.generator.rate, decimal_flag(arguments, "rate", 1, 0.001, 1'000'000));
  TRY(order.generator.seed, whole_flag(arguments, "seed", 1, UINT64_MAX));
  TRY(order.count, whole_flag(arguments, "count", 0, kCountMax));
  const auto seconds = static_cast<double>(order.count) / order.generator.rate;
  order.generator.start =
      now - std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  if (arguments.own.contains("start")) {
    TRY(order.generator.start, feed::read_iso_date(own_flag(arguments, "start", "")));
  }
  return order;
}

// All that there are, or those whose time has come.
std::vector<sales::Purchase> together(feed::Generator& generator,
                                      sales::Purchase& next,
                                      std::uint64_t most,
                                      std::optional<sales::Moment> now) {
  std::vector<sales::Purchase> purchases;
  while (purchases.size() < std::min<std::uint64_t>(most, kTogether) && (!now || next.at <= *now)) {
    purchases.push_back(std::exchange(next, generator.next()));
  }
  return purchases;
}

sales::Moment moment_of(const Clock& clock) {
  return std::chrono::floor<std::chrono::milliseconds>(clock.wall());
}

feed::Sender::End sell(const Order& order,
                       feed::Sender& sender,
                       const feed::Pause& pause,
                       const Clock& clock) {
  using End = feed::Sender::End;
  feed::Generator generator(order.generator);
  auto next = generator.next();
  auto left = order.count == 0 ? kCountMax : order.count;
  while (left > 0) {
    std::optional<sales::Moment> now;
    if (order.count == 0) {
      now = moment_of(clock);
      if (next.at > *now && !pause(next.at - *now)) return End::stopped;
      now = moment_of(clock);
    }
    const auto purchases = together(generator, next, left, now);
    if (purchases.empty()) continue;
    left -= purchases.size();
    const auto end = sender.send(purchases);
    if (end != End::done) return end;
  }
  return End::done;
}

}  // namespace

int run_generate(const Config& config, const Arguments& arguments, const Signals& signals) {
  const SystemClock clock;
  const auto order = read_order(arguments, moment_of(clock));
  if (!order) {
    std::cerr << "vitrine generate: " << order.error().public_message << "\n";
    return kExitBadUse;
  }
  feed::Web web(web_limits(config));
  const auto pause = pause_until_signal(signals);
  feed::Sender sender(
      arguments.own.contains("to")
          ? feed::web_till(web, till_url(config, arguments), till_key(config, arguments))
          : standard_output(),
      pause,
      [](const std::string& words) { std::cerr << words << "\n"; });
  const auto end = sell(*order, sender, pause, clock);
  const bool well = end != feed::Sender::End::forbidden && sender.counts().refused == 0;
  return well ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace vitrine::app
