#include "feed/player.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace vitrine::feed {

namespace {

// Purchases of one call. Larger ones save little, and repeat more after an outage.
constexpr std::size_t kTogetherMax = 200;

}  // namespace

Player::Player(PlayerOptions options,
               const Clock& clock,
               Sender& sender,
               Pause pause,
               std::function<void(std::size_t, std::size_t)> progress)
    : options_(options),
      clock_(clock),
      sender_(sender),
      pause_(std::move(pause)),
      progress_(std::move(progress)) {
}

// When a sale is due after the first one of the feed.
std::chrono::milliseconds Player::after_first(const Feed& feed, std::size_t at) const {
  if (options_.speed <= 0) return std::chrono::milliseconds(0);
  const auto passed = feed.sales[at].at - feed.sales.front().at;
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(passed.count()) / options_.speed));
}

std::vector<sales::Purchase> Player::told(const Feed& feed,
                                          std::size_t at,
                                          const PlayingState& state) const {
  auto items = feed.sales[at].items;
  if (!options_.anew) return items;
  for (auto& item : items) {
    item.id += fmt::format(":{}", state.round_start.time_since_epoch().count());
    item.at = state.round_start + after_first(feed, at);
  }
  return items;
}

Sender::End Player::wait_until(SteadyTime due) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - clock_.steady());
  const auto wait = std::min<std::chrono::milliseconds>(left, kGapMax);
  if (wait.count() <= 0) return Sender::End::done;
  return pause_(wait) ? Sender::End::done : Sender::End::stopped;
}

Sender::End Player::play(const Feed& feed, PlayingState& state) {
  const auto count = feed.sales.size();
  std::size_t at = std::min<std::size_t>(state.position, count);
  std::unordered_set<std::string> sent(state.sent.begin(), state.sent.end());
  auto begun =
      clock_.steady() - (at < count ? after_first(feed, at) : std::chrono::milliseconds(0));
  while (at < count) {
    const auto due = begun + after_first(feed, at);
    const auto waited = wait_until(due);
    if (waited != Sender::End::done) return waited;
    // A gap that was cut short is left out of what comes after it.
    if (const auto early = due - clock_.steady(); early.count() > 0) begun -= early;
    std::vector<sales::Purchase> together;
    do {
      for (auto& item : told(feed, at, state)) {
        if (sent.insert(item.id).second) together.push_back(std::move(item));
      }
      ++at;
    } while (at < count && together.size() < kTogetherMax &&
             begun + after_first(feed, at) <= clock_.steady());
    for (std::size_t i = 0; i < together.size(); i += sales::kBatchMax) {
      const auto from = together.begin() + static_cast<std::ptrdiff_t>(i);
      const auto left = std::min(together.size() - i, sales::kBatchMax);
      const auto end = sender_.send({from, from + static_cast<std::ptrdiff_t>(left)});
      if (end != Sender::End::done) return end;
    }
    for (auto& purchase : together) state.sent.push_back(std::move(purchase.id));
    while (state.sent.size() > kIdsKept) state.sent.pop_front();
    state.position = at;
    progress_(at, count);
  }
  return Sender::End::done;
}

}  // namespace vitrine::feed
