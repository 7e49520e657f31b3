#include "endpoints/overview.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "endpoints/json_text.h"
#include "runtime/sleep.h"

namespace vitrine::endpoints {

namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds kAnew{1};
// The timer of the hub may come a little early.
constexpr milliseconds kFresh{900};
// How soon stop() is noticed.
constexpr milliseconds kLookUp{250};
constexpr std::size_t kHotShown = 10;
constexpr std::size_t kPagesShown = 10;
constexpr std::size_t kPagesListed = 50;

void append_queue(std::string& json, const Result<jobs::Jobs::Status>& status) {
  if (!status) {
    json += "null";
    return;
  }
  std::size_t waiting = 0;
  for (const auto& queue : status->overview.queues) waiting += queue.waiting;
  const auto working =
      std::ranges::count_if(status->overview.workers,
                            [](const jobs::WorkerView& worker) { return worker.job.has_value(); });
  fmt::format_to(std::back_inserter(json),
                 R"({{"waiting":{},"working":{},"failed":{}}})",
                 waiting,
                 working,
                 status->overview.failed);
}

void append_hot(std::string& json, const std::vector<tallies::LeadingItem>& hot) {
  const char* separator = "";
  for (const auto& one : hot) {
    json += std::exchange(separator, ",");
    json += "{\"campaign\":";
    append_json_text(json, one.campaign);
    json += ",\"item\":";
    append_json_text(json, one.item.name);
    json += ",\"title\":";
    append_json_text(json, one.item.settings ? one.item.settings->title : std::string());
    fmt::format_to(std::back_inserter(json),
                   R"(,"clicks":{},"hot_minutes":{}}})",
                   one.item.counts.clicks,
                   one.item.counts.hot_minutes);
  }
}

http::Response json_answer(std::string json) {
  auto response = http::Response::json(200, std::move(json) + "\n");
  response.header("Cache-Control", "no-store");
  return response;
}

Task<Result<http::Response>> answer(Task<Result<std::string>> shown) {
  CO_TRY(auto json, co_await std::move(shown));
  co_return json_answer(std::move(json));
}

}  // namespace

std::string KeptText::fresh(SteadyTime now) const {
  const std::scoped_lock lock(mutex_);
  return now - made_ < kFresh ? text_ : std::string();
}

void KeptText::keep(std::string text, SteadyTime now) {
  const std::scoped_lock lock(mutex_);
  text_ = std::move(text);
  made_ = now;
}

Overview::Overview(OverviewFacts facts,
                   const tallies::Tallies& tallies,
                   jobs::Jobs& jobs,
                   observe::Metrics& metrics,
                   const Clock& clock)
    : facts_(std::move(facts)),
      tallies_(tallies),
      jobs_(jobs),
      clock_(clock),
      pictures_(metrics, clock) {
}

void Overview::add_public_routes(http::Router& router, const Access& access) {
  const auto add = [&](const char* path, http::Handler handler) {
    router.add(http::Method::get, path, access.guarded(accounts::Right::view, std::move(handler)));
  };
  add("/overview", [this](const http::Request&) -> http::Answer { return answer(shown()); });
  add("/views", [this](const http::Request&) -> http::Answer { return answer(shown_pages()); });
}

void Overview::add_topics(Live& live) {
  live.add_state("overview", kAnew, [this] { return shown(); });
  live.add_state("views", kAnew, [this] { return shown_pages(); });
}

Task<void> Overview::run() {
  while (!stopping_) {
    pictures_.tick();
    for (milliseconds waited{0}; waited < kAnew && !stopping_; waited += kLookUp) {
      co_await sleep_for(kLookUp);
    }
  }
}

Task<Result<std::string>> Overview::shown() {
  if (auto kept = overview_.fresh(clock_.steady()); !kept.empty()) co_return kept;
  auto made = co_await make();
  overview_.keep(made, clock_.steady());
  co_return made;
}

Task<Result<std::string>> Overview::shown_pages() {
  if (auto kept = pages_.fresh(clock_.steady()); !kept.empty()) co_return kept;
  auto made = make_pages();
  pages_.keep(made, clock_.steady());
  co_return made;
}

Task<std::string> Overview::make() {
  std::string json = "{\"instance\":";
  append_json_text(json, facts_.instance);
  json += ",\"version\":";
  append_json_text(json, facts_.version);
  const auto totals = tallies_.last_minute();
  const auto hit_rate = pictures_.hit_rate();
  fmt::format_to(
      std::back_inserter(json),
      R"(,"pictures_per_second":{:.1f},"cache_hit_rate":{},"views_last_minute":{},"clicks_last_minute":{},"queue":)",
      pictures_.per_second(),
      hit_rate ? fmt::format("{:.4f}", *hit_rate) : "null",
      totals.views,
      totals.clicks);
  const auto status = co_await jobs_.overview();
  append_queue(json, status);
  json += ",\"hot\":[";
  append_hot(json, tallies_.hot_items(kHotShown));
  json += "],\"pages\":[";
  const char* separator = "";
  for (const auto& page : tallies_.leading_pages(kPagesShown)) {
    json += std::exchange(separator, ",");
    json += "{\"page\":";
    append_json_text(json, page.name);
    fmt::format_to(std::back_inserter(json),
                   R"(,"last_minute":{},"last_hour":{}}})",
                   page.counts.last_minute,
                   page.counts.last_hour);
  }
  co_return json + "]}";
}

std::string Overview::make_pages() const {
  std::string json = "{\"pages\":[";
  const char* separator = "";
  for (const auto& page : tallies_.leading_pages(kPagesListed)) {
    const auto minutes = tallies_.history(page.name, tallies::Span::minutes);
    if (!minutes) continue;
    json += std::exchange(separator, ",");
    json += "{\"page\":";
    append_json_text(json, page.name);
    const auto& counts = page.counts;
    fmt::format_to(
        std::back_inserter(json),
        R"(,"last_minute":{},"last_hour":{},"today":{},"total":{},"visitors_today":{},"minutes":[{}]}})",
        counts.last_minute,
        counts.last_hour,
        counts.today,
        counts.total,
        counts.visitors_today,
        fmt::join(*minutes, ","));
  }
  return json + "]}";
}

}  // namespace vitrine::endpoints
