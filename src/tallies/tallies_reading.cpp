// What Tallies answers without the store, and what it hears from the store.
#include <chrono>
#include <type_traits>
#include <utility>
#include <variant>

#include "tallies/campaign_keys.h"
#include "tallies/name.h"
#include "tallies/tallies.h"

namespace vitrine::tallies {

namespace {

constexpr char kPageKey = 'p';

std::int64_t milliseconds_of(WallTime time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

Failure no_item(std::string_view campaign, std::string_view item) {
  return {FailureKind::not_found,
          "There is no item " + std::string(item) + " in the campaign " + std::string(campaign),
          {}};
}

}  // namespace

Result<void> Tallies::check_names(std::string_view campaign, std::string_view item) const {
  TRY_VOID(check_name("campaign", campaign));
  return check_name("item", item);
}

Result<PageCounts> Tallies::page(std::string_view page) const {
  TRY_VOID(check_name("page", page));
  return pages_.read(page, now());
}

Result<std::vector<std::uint32_t>> Tallies::history(std::string_view page, Span span) const {
  TRY_VOID(check_name("page", page));
  return pages_.history(page, span, now());
}

Result<std::string> Tallies::url(std::string_view campaign, std::string_view item) const {
  auto url = campaigns_.url(campaign, item);
  if (!url) return std::unexpected(no_item(campaign, item));
  return *std::move(url);
}

Result<Item> Tallies::item(std::string_view campaign, std::string_view item) const {
  auto found = campaigns_.item(campaign, item, now());
  if (!found) return std::unexpected(no_item(campaign, item));
  return *std::move(found);
}

Result<Campaign> Tallies::campaign(std::string_view campaign) const {
  auto found = campaigns_.campaign(campaign);
  if (found) return *std::move(found);
  return fail(FailureKind::not_found, "There is no campaign " + std::string(campaign));
}

std::vector<Item> Tallies::items(std::string_view campaign, std::size_t limit) const {
  return campaigns_.items(campaign, limit, now());
}

std::vector<LeadingPage> Tallies::leading_pages(std::size_t limit) const {
  return pages_.leading(limit, now());
}

std::vector<LeadingItem> Tallies::hot_items(std::size_t limit) const {
  return campaigns_.hot(limit, now());
}

Totals Tallies::last_minute() const {
  return {.views = pages_.last_minute(now()), .clicks = campaigns_.last_minute(now())};
}

// Reader: called by the log, on a thread of the store.

void Tallies::apply(std::string_view record, Position position, WallTime at) {
  const auto milliseconds = milliseconds_of(at);
  clock_ahead_.store(milliseconds - milliseconds_of(clock_.wall()), std::memory_order_relaxed);
  ByteReader from(record);
  while (const auto operation = next_operation(from)) {
    apply_one(*operation, position, milliseconds / 1000);
    if (heard_) tell(*operation);
  }
}

void Tallies::tell(const Operation& operation) const {
  const auto tell_of = [this](const auto& what) {
    using What = std::remove_cvref_t<decltype(what)>;
    if constexpr (std::is_same_v<What, CountViews>) {
      heard_(Subject::page, what.page);
    } else if constexpr (!std::is_same_v<What, PutSalt>) {
      heard_(Subject::campaign, what.campaign);
    }
  };
  std::visit(tell_of, operation);
}

void Tallies::apply_one(const Operation& operation, Position position, Second at) {
  struct Applier {
    void operator()(const CountViews& views) { self.pages_.count(views, position, at); }

    void operator()(const CountClicks& clicks) { self.campaigns_.count(clicks, position, at); }

    void operator()(const PutCampaign& put) { self.campaigns_.put(put, position); }

    void operator()(const PutItem& put) { self.campaigns_.put(put, position); }

    void operator()(const DropCampaign& drop) { self.campaigns_.drop(drop, position); }

    void operator()(const DropItem& drop) { self.campaigns_.drop(drop, position); }

    void operator()(const PutSalt& put) { self.salts_.put(put); }

    Tallies& self;
    Position position;
    Second at;
  };

  std::visit(Applier{*this, position, at}, operation);
}

void Tallies::restore(std::string_view key, std::string_view state, Position holds) {
  if (key.empty()) return;
  switch (key.front()) {
    case kPageKey:
      return pages_.restore(key.substr(1), state, holds, now());
    case kCampaignKey:
      return campaigns_.restore_campaign(key, state, holds);
    case kItemKey:
      return campaigns_.restore_item(key, state, holds, now());
    case Salts::kKey:
      return salts_.restore(key, state);
    default:
      return;
  }
}

std::vector<Saved> Tallies::changed(std::size_t limit) {
  std::vector<Saved> states;
  salts_.changed(limit, states);
  if (states.size() < limit) campaigns_.changed(limit, states);
  if (states.size() < limit) pages_.changed(limit, {&kPageKey, 1}, states);
  return states;
}

void Tallies::not_saved(const std::vector<Saved>& states) {
  for (const auto& [key, state] : states) {
    if (key.front() == kPageKey) {
      pages_.not_saved(std::string_view(key).substr(1));
    } else if (key.front() == Salts::kKey) {
      salts_.not_saved(key);
    } else {
      campaigns_.not_saved(key);
    }
  }
}

void Tallies::change_all() {
  salts_.change_all();
  campaigns_.change_all();
  pages_.change_all();
}

void Tallies::forget_all() {
  salts_.forget_all();
  campaigns_.forget_all();
  pages_.forget_all();
}

}  // namespace vitrine::tallies
