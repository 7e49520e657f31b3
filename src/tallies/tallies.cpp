#include "tallies/tallies.h"

#include <chrono>
#include <cstdlib>
#include <source_location>
#include <utility>

#include <fmt/format.h>

#include "crypto/siphash.h"
#include "failure/check.h"
#include "tallies/name.h"

namespace vitrine::tallies {

namespace {

// Clocks that differ by less are taken for one.
constexpr std::int64_t kSameClock = 1000;

std::int64_t milliseconds_of(WallTime time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

Trace trace_of(const Visitor& visitor, const Salt& salt) {
  // Nearly everybody fits in without an allocation.
  fmt::basic_memory_buffer<char, 512> who;
  who.append(visitor.address);
  who.push_back('\0');
  who.append(visitor.user_agent);
  return tallies::trace_of(crypto::siphash({salt.data(), salt.size()}, {who.data(), who.size()}));
}

Failure no_such(std::string_view what, std::string_view name) {
  return {FailureKind::not_found, "There is no " + std::string(what) + " " + std::string(name), {}};
}

}  // namespace

Tallies::Tallies(const Config& config,
                 Log& log,
                 const std::vector<Executor>& loops,
                 TaskGroup& tasks,
                 const Clock& clock,
                 std::function<std::string(std::size_t)> random,
                 observe::Metrics& metrics)
    : config_(config),
      log_(log),
      clock_(clock),
      random_(std::move(random)),
      pages_(config.hot_max),
      campaigns_(config.hot, config.hot_max),
      views_(metrics.counter(
          "vitrine_tallies_views_total", "Page views that were committed.", {{"visit", "person"}})),
      bots_(metrics.counter("vitrine_tallies_views_total", "", {{"visit", "bot"}})),
      prefetches_(metrics.counter("vitrine_tallies_views_total", "", {{"visit", "prefetch"}})),
      clicks_(metrics.counter("vitrine_tallies_clicks_total", "Clicks that were committed.")),
      names_refused_(
          metrics.counter("vitrine_tallies_names_refused_total",
                          "Events of new names that were refused because of limits.names.")) {
  for (const auto& loop : loops) gatherers_.emplace_back(loop, log, tasks, config.waiting_max);
  add_metrics(metrics);
}

Tallies::~Tallies() = default;

void Tallies::add_metrics(observe::Metrics& metrics) {
  metrics.gauge("vitrine_tallies_names", "Pages, campaigns and items that are known.", {}, [this] {
    return static_cast<double>(pages_.size() + campaigns_.size());
  });
  metrics.gauge(
      "vitrine_tallies_hot_pages", "Pages whose windows are spread out in memory.", {}, [this] {
        return static_cast<double>(pages_.hot());
      });
}

void Tallies::on_change(std::function<void(Subject, std::string_view name)> heard) {
  heard_ = std::move(heard);
}

void Tallies::start() {
  log_.start(*this);
}

Second Tallies::now() const {
  const auto ahead = clock_ahead_.load(std::memory_order_relaxed);
  const auto used = std::abs(ahead) < kSameClock ? 0 : ahead;
  return (milliseconds_of(clock_.wall()) + used) / 1000;
}

// Counting.

Gatherer& Tallies::gatherer() {
  for (auto& gatherer : gatherers_) {
    if (gatherer.loop().running_in_this_thread()) return gatherer;
  }
  check_failed("an event of a loop that Tallies was not made with",
               std::source_location::current());
}

Task<Result<void>> Tallies::commit(Operation operation) {
  auto& here = gatherer();
  CO_TRY_VOID(here.put(operation));
  co_return co_await here.committed();
}

Result<void> Tallies::room_for_name(bool known) const {
  if (known || pages_.size() + campaigns_.size() < config_.names_max) return {};
  names_refused_.add();
  return fail(FailureKind::not_allowed,
              "There are " + std::to_string(config_.names_max) +
                  " names already, and no more are counted (limits.names)");
}

// Looks the page up only when there is no room: it is the way of every view.
Result<void> Tallies::room_for_page(std::string_view page) const {
  const bool room = pages_.size() + campaigns_.size() < config_.names_max;
  return room ? Result<void>() : room_for_name(pages_.knows(page));
}

Task<Result<Salt>> Tallies::make_salt(std::int64_t day) {
  const auto made = random_(kSaltBytes);
  CO_TRY_VOID(co_await commit(PutSalt{day, made}));
  auto salt = salts_.of(day);
  // Another day has begun meanwhile, and this one's key is gone.
  if (!salt) co_return fail(FailureKind::busy, "The day has just ended; try again");
  co_return *salt;
}

Task<Result<PageCounts>> Tallies::view(std::string_view page,
                                       Visit visit,
                                       std::optional<Visitor> visitor) {
  CO_TRY_VOID(check_name("page", page));
  CO_TRY_VOID(room_for_page(page));
  CountViews views{.page = page, .visit = visit};
  if (visitor && visit == Visit::person) {
    const auto day = now() / kDay;
    auto salt = salts_.of(day);
    if (!salt) {
      CO_TRY(salt, co_await make_salt(day));
    }
    views.visitor = trace_of(*visitor, *salt);
  }
  auto& here = gatherer();
  CO_TRY_VOID(here.put(views));
  CO_TRY_VOID(co_await here.committed());
  (visit == Visit::person ? views_ : visit == Visit::bot ? bots_ : prefetches_).add();
  co_return pages_.read(page, now());
}

Task<Result<void>> Tallies::click(std::string_view campaign,
                                  std::string_view item,
                                  Registered registered) {
  CO_TRY_VOID(check_names(campaign, item));
  const bool known = campaigns_.knows(campaign, item);
  const bool open = config_.open || registered == Registered::if_need_be;
  if (!known && !open) {
    co_return std::unexpected(
        no_such("item", std::string(item) + " in the campaign " + std::string(campaign)));
  }
  CO_TRY_VOID(room_for_name(known));
  auto& here = gatherer();
  CO_TRY_VOID(here.put(CountClicks{.campaign = campaign, .item = item, .times = 1, .open = open}));
  CO_TRY_VOID(co_await here.committed());
  clicks_.add();
  co_return Result<void>();
}

// Operators.

Task<Result<void>> Tallies::put_campaign(std::string_view campaign, CampaignSettings settings) {
  CO_TRY_VOID(check_name("campaign", campaign));
  CO_TRY_VOID(check_settings(settings));
  CO_TRY_VOID(room_for_name(campaigns_.campaign(campaign).has_value()));
  const auto bytes = saved(settings);
  co_return co_await commit(PutCampaign{campaign, bytes});
}

Task<Result<void>> Tallies::put_item(std::string_view campaign,
                                     std::string_view item,
                                     ItemSettings settings) {
  CO_TRY_VOID(check_names(campaign, item));
  CO_TRY_VOID(check_settings(settings));
  if (!campaigns_.campaign(campaign)) co_return std::unexpected(no_such("campaign", campaign));
  CO_TRY_VOID(room_for_name(campaigns_.knows(campaign, item)));
  const auto bytes = saved(settings);
  co_return co_await commit(PutItem{campaign, item, bytes});
}

Task<Result<void>> Tallies::drop_campaign(std::string_view campaign) {
  if (!campaigns_.campaign(campaign)) co_return std::unexpected(no_such("campaign", campaign));
  co_return co_await commit(DropCampaign{campaign});
}

Task<Result<void>> Tallies::drop_item(std::string_view campaign, std::string_view item) {
  if (!campaigns_.knows(campaign, item)) co_return std::unexpected(no_such("item", item));
  co_return co_await commit(DropItem{campaign, item});
}

}  // namespace vitrine::tallies
