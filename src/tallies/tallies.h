// The door of `tallies`: counts what happens and says what was counted.
//
//   view(page) -> record -> committed by the Log -> counted in memory -> answered
//
// Reading never touches the store: every instance holds the truth in memory, made from the log. A
// number that an answer says has been committed before.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/task.h"
#include "runtime/task_group.h"
#include "tallies/campaigns.h"
#include "tallies/gatherer.h"
#include "tallies/log.h"
#include "tallies/pages.h"
#include "tallies/salts.h"

namespace vitrine::tallies {

struct Config {
  // Pages, campaigns and items, all together; limit: names. More are not allowed, and counted.
  std::size_t names_max = 1'000'000;
  // Names whose windows are spread out in memory, 2.3 KB each; limit: hot_names.
  std::size_t hot_max = 50'000;
  // Requests of one event loop that wait for a commit; limit: tally_queue.
  std::size_t waiting_max = 8192;
  HotRule hot;
  // Clicks count for any campaign and item; campaigns.open.
  bool open = false;
};

// Who looked, as far as it may be known. Views of what the caller keeps while it awaits.
struct Visitor {
  std::string_view address;
  std::string_view user_agent;
};

// Whether a click counts for an item that nobody has put.
enum class Registered : std::uint8_t { must_be, if_need_be };

// What on_change() names.
enum class Subject : std::uint8_t { page, campaign };

// Of all pages and all items.
struct Totals {
  std::uint64_t views = 0;
  std::uint64_t clicks = 0;
};

// Lives on: any thread. Counting is done on the loops that it was made with.
class Tallies final : private Reader {
 public:
  // `loops` outlive it; `random` gives n random bytes (crypto/token.h).
  Tallies(const Config& config,
          Log& log,
          const std::vector<Executor>& loops,
          TaskGroup& tasks,
          const Clock& clock,
          std::function<std::string(std::size_t)> random,
          observe::Metrics& metrics);
  ~Tallies() override;
  Tallies(const Tallies&) = delete;
  Tallies& operator=(const Tallies&) = delete;

  // `heard` is told of every page that was viewed and every campaign that was clicked or changed,
  // once it can be read: on the store's thread, which it must not block. Once, before start().
  void on_change(std::function<void(Subject, std::string_view name)> heard);

  // Reads the log back; blocks. Throws std::runtime_error, see Log::start.
  void start();

  // Ends when the view is committed, with the counts that hold it. Without a visitor it counts for
  // nobody in `visitors_today`. bad_request: the name; not_allowed: too many names; busy;
  // unavailable: the store is away.
  Task<Result<PageCounts>> view(std::string_view page, Visit visit, std::optional<Visitor> visitor);
  // bad_request: the name. All zero for an unknown page.
  Result<PageCounts> page(std::string_view page) const;
  Result<std::vector<std::uint32_t>> history(std::string_view page, Span span) const;

  // The pages with most views in the last hour, most first. Some 100 microseconds: for screens that
  // ask once a second, not for every request. Pages::leading says which are looked at.
  std::vector<LeadingPage> leading_pages(std::size_t limit) const;
  // What is hot now, hottest first; costs the same.
  std::vector<LeadingItem> hot_items(std::size_t limit) const;
  Totals last_minute() const;

  // Ends when the click is committed. not_found: no such item, unless it need not be registered or
  // clicks are open.
  Task<Result<void>> click(std::string_view campaign,
                           std::string_view item,
                           Registered registered = Registered::must_be);
  // Where the item leads; not_found also for an item that has no address.
  Result<std::string> url(std::string_view campaign, std::string_view item) const;
  Result<Item> item(std::string_view campaign, std::string_view item) const;

  Result<Campaign> campaign(std::string_view campaign) const;

  std::vector<Campaign> campaigns() const { return campaigns_.all(); }

  // The first `limit` by rank.
  std::vector<Item> items(std::string_view campaign, std::size_t limit) const;
  Task<Result<void>> put_campaign(std::string_view campaign, CampaignSettings settings);
  Task<Result<void>> put_item(std::string_view campaign,
                              std::string_view item,
                              ItemSettings settings);
  // With its items and their counts.
  Task<Result<void>> drop_campaign(std::string_view campaign);
  Task<Result<void>> drop_item(std::string_view campaign, std::string_view item);

  bool open() const { return config_.open; }

 private:
  void restore(std::string_view key, std::string_view state, Position holds) override;
  void apply(std::string_view record, Position position, WallTime at) override;
  std::vector<Saved> changed(std::size_t limit) override;
  void not_saved(const std::vector<Saved>& states) override;
  void change_all() override;
  void forget_all() override;
  void apply_one(const Operation& operation, Position position, Second at);
  void tell(const Operation& operation) const;

  // The one of the calling thread's loop.
  Gatherer& gatherer();
  Task<Result<void>> commit(Operation operation);
  Task<Result<Salt>> make_salt(std::int64_t day);
  Result<void> room_for_page(std::string_view page) const;
  Result<void> room_for_name(bool known) const;
  Result<void> check_names(std::string_view campaign, std::string_view item) const;
  Second now() const;
  void add_metrics(observe::Metrics& metrics);

  const Config config_;
  Log& log_;
  const Clock& clock_;
  const std::function<std::string(std::size_t)> random_;
  std::function<void(Subject, std::string_view)> heard_;
  Pages pages_;
  Campaigns campaigns_;
  Salts salts_;
  std::deque<Gatherer> gatherers_;
  // The store's clock less ours, in milliseconds, as the last record told it.
  std::atomic<std::int64_t> clock_ahead_{0};
  observe::Counter& views_;
  observe::Counter& bots_;
  observe::Counter& prefetches_;
  observe::Counter& clicks_;
  observe::Counter& names_refused_;
};

}  // namespace vitrine::tallies
