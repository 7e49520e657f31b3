#include "endpoints/live.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "endpoints/client_address.h"
#include "endpoints/live_origin.h"
#include "http/websocket_handshake.h"
#include "runtime/this_loop.h"

namespace vitrine::endpoints {

namespace {

using std::chrono::seconds;

constexpr std::string_view kViews = "views:";
constexpr std::string_view kCampaign = "campaign:";
constexpr std::string_view kPurchases = "purchases";
constexpr std::string_view kSales = "sales";
// The windows slide, also while nothing happens.
constexpr seconds kWindowsSlide{5};
constexpr std::chrono::minutes kOverviewAgain{1};
constexpr std::size_t kItemsPushed = 10;

live::TopicOptions counted(std::function<Result<std::string>(std::string_view name)> shown,
                           std::size_t prefix) {
  live::TopicOptions options;
  options.refresh = kWindowsSlide;
  options.produce = [shown = std::move(shown),
                     prefix](std::string topic) -> Task<Result<live::Update>> {
    // Not a coroutine itself, for it captures.
    return [](Result<std::string> body) -> Task<Result<live::Update>> {
      CO_TRY(auto text, std::move(body));
      co_return live::Update{.position = {}, .body = std::move(text)};
    }(shown(std::string_view(topic).substr(prefix)));
  };
  return options;
}

Task<Result<live::Update>> update_with(Task<Result<std::string>> shown) {
  CO_TRY(auto body, co_await std::move(shown));
  co_return live::Update{.position = {}, .body = std::move(body)};
}

http::Response begin(const http::Request& request,
                     http::StreamKind kind,
                     std::shared_ptr<LiveReader> reader) {
  if (kind == http::StreamKind::websocket) {
    return http::websocket_response(request, std::move(reader));
  }
  auto response = http::events_response(std::move(reader));
  // Only pages that may are here.
  if (const auto origin = request.header("Origin")) {
    response.header("Access-Control-Allow-Origin", *origin).header("Vary", "Origin");
  }
  return response;
}

}  // namespace

Live::Live(LiveConfig config, live::Hub& hub, const Views& views, const Campaigns& campaigns)
    : config_(std::move(config)), hub_(hub), views_(views), campaigns_(campaigns) {
  hub_.declare(
      std::string(kViews),
      counted([&views](std::string_view page) { return views.shown(page); }, kViews.size()));
  hub_.declare(
      std::string(kCampaign),
      counted([&campaigns](std::string_view name) { return campaigns.shown(name, kItemsPushed); },
              kCampaign.size()));
}

void Live::add_sales(LiveSales sales) {
  live::TopicOptions purchases;
  purchases.kind = live::Kind::event;
  purchases.produce = [newest = std::move(sales.newest)](const std::string&) { return newest(); };
  purchases.catch_up = [behind = std::move(sales.behind)](const std::string&, std::uint64_t after) {
    return behind(after);
  };
  hub_.declare(std::string(kPurchases), std::move(purchases));
  live::TopicOptions overview;
  overview.produce = [made = std::move(sales.overview)](const std::string&) { return made(); };
  overview.refresh = kOverviewAgain;
  hub_.declare(std::string(kSales), std::move(overview));
}

void Live::add_state(std::string topic,
                     std::chrono::milliseconds refresh,
                     std::function<Task<Result<std::string>>()> shown) {
  live::TopicOptions options;
  options.refresh = refresh;
  options.produce = [shown = std::move(shown)](const std::string&) { return update_with(shown()); };
  hub_.declare(std::move(topic), std::move(options));
}

void Live::add_routes(http::Router& router) {
  router.add(http::Method::get, "/live", [this](const http::Request& request) -> http::Answer {
    if (auto refusal = http::refuse_websocket(request)) return *std::move(refusal);
    return open(request, http::StreamKind::websocket);
  });
  router.add(
      http::Method::get, "/live/events", [this](const http::Request& request) -> http::Answer {
        return open(request, http::StreamKind::events);
      });
}

http::Answer Live::open(const http::Request& request, http::StreamKind kind) {
  TRY_VOID(check_origin(request, config_.origins));
  if (guard_) return open_guarded(request, kind);
  TRY(const auto topics, topics_of(request));
  TRY(auto reader, admit(request, kind, topics));
  return begin(request, kind, std::move(reader));
}

Task<Result<http::Response>> Live::open_guarded(const http::Request& request,
                                                http::StreamKind kind) {
  CO_TRY(const auto topics, topics_of(request));
  CO_TRY(auto still_may, co_await guard_(request, topics));
  CO_TRY(auto reader, admit(request, kind, topics));
  if (still_may) watch_.add(reader, co_await this_loop(), std::move(still_may));
  co_return begin(request, kind, std::move(reader));
}

Result<std::vector<std::string>> Live::topics_of(const http::Request& request) const {
  const auto given = request.query_parameter("topics").value_or(std::string(kPurchases) + ',' +
                                                                std::string(kSales));
  std::vector<std::string> topics;
  std::string_view rest = given;
  while (true) {
    const auto end = std::min(rest.find(','), rest.size());
    std::string topic(rest.substr(0, end));
    TRY_VOID(check_topic(topic));
    if (std::ranges::find(topics, topic) == topics.end()) topics.push_back(std::move(topic));
    if (end == rest.size()) return topics;
    rest.remove_prefix(end + 1);
    // Before they are looked at one by one, each of which costs something.
    if (topics.size() > hub_.config().topics_per_reader_max) return topics;
  }
}

Result<void> Live::check_topic(const std::string& topic) const {
  const std::string_view name = topic;
  Result<std::string> shown;
  if (!hub_.knows(topic)) {
    return fail(FailureKind::bad_request, "There is no topic " + topic);
  }
  if (name.starts_with(kViews)) shown = views_.shown(name.substr(kViews.size()));
  if (name.starts_with(kCampaign)) shown = campaigns_.shown(name.substr(kCampaign.size()), 0);
  if (shown) return {};
  return fail(FailureKind::bad_request,
              "There is no topic " + topic + ": " + shown.error().public_message);
}

Result<std::vector<live::Position>> Live::since_of(const http::Request& request) const {
  const auto most = hub_.config().topics_per_reader_max;
  // Browsers send the address that they were given again, with the last id that they have seen:
  // that one is newer. One that we never wrote is a place in no log, about which they are told; a
  // refusal would keep them away for ever.
  if (const auto last = request.header("Last-Event-ID"); last && !last->empty()) {
    return live::parse_positions(*last, most).value_or(std::vector{live::Position{"nowhere", 0}});
  }
  const auto given = request.query_parameter("since");
  if (!given) return {};
  auto positions = live::parse_positions(*given, most);
  if (positions) return *std::move(positions);
  return fail(FailureKind::bad_request,
              "\"" + *given + "\" is no offset that a message had (epoch:number)");
}

Result<std::shared_ptr<LiveReader>> Live::admit(const http::Request& request,
                                                http::StreamKind kind,
                                                const std::vector<std::string>& topics) {
  TRY(auto since, since_of(request));
  TRY(auto ticket, hub_.admit(client_address(request, config_.behind_proxy), topics));
  return std::make_shared<LiveReader>(hub_, std::move(ticket), kind, std::move(since));
}

}  // namespace vitrine::endpoints
