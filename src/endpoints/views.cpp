#include "endpoints/views.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "counter_texts.h"
#include "endpoints/client_address.h"
#include "endpoints/json_text.h"
#include "endpoints/number_text.h"
#include "endpoints/visit_kind.h"

namespace vitrine::endpoints {

namespace {

using tallies::PageCounts;
using tallies::Span;

// navigator.sendBeacon may send something; it is not looked at.
constexpr std::uint64_t kBodyBytesMax = 1024;

// One transparent pixel, the smallest GIF that every client takes.
constexpr std::string_view kPixel(
    "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    "\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;",
    43);

struct Shown {
  std::string_view name;
  std::string_view caption;
  std::uint64_t PageCounts::* count;
};

constexpr std::array<Shown, 5> kShown = {{
    {"last_minute", "views in the last minute", &PageCounts::last_minute},
    {"last_hour", "views in the last hour", &PageCounts::last_hour},
    {"today", "views today", &PageCounts::today},
    {"total", "views", &PageCounts::total},
    {"visitors_today", "visitors today", &PageCounts::visitors_today},
}};

constexpr std::array<std::pair<std::string_view, Span>, 4> kSpans = {
    {{"seconds", Span::seconds},
     {"minutes", Span::minutes},
     {"half_hours", Span::half_hours},
     {"days", Span::days}}};

Result<const Shown*> shown_by(const http::Request& request) {
  const auto asked = request.query_parameter("show").value_or("last_minute");
  for (const auto& shown : kShown) {
    if (shown.name == asked) return &shown;
  }
  return fail(FailureKind::bad_request,
              "show=" + asked + " is none of last_minute, last_hour, today, total, visitors_today");
}

// Any page may show its counts, and they are the same for everybody.
http::Response open_to_all(http::Response response) {
  response.header("Access-Control-Allow-Origin", "*");
  response.header("Cache-Control", "no-store");
  return response;
}

std::string end_of_json(std::string_view instance) {
  std::string text = R"(,"instance":)";
  append_json_text(text, instance);
  return text + "}\n";
}

}  // namespace

Views::Views(ViewsConfig config, tallies::Tallies& tallies, LabelPictures& pictures)
    : config_(std::move(config)),
      end_of_json_(end_of_json(config_.instance)),
      tallies_(tallies),
      pictures_(pictures) {
}

void Views::add_routes(http::Router& router) {
  using http::Method;
  using http::Request;
  router.add(Method::post,
             "/views/{page}",
             [this](const Request& request) -> http::Answer { return count(request); },
             {.body_bytes_max = kBodyBytesMax});
  router.add(Method::get, "/views/{page}", [this](const Request& request) { return get(request); });
  router.add(Method::get, "/hello", [this](const Request& request) -> http::Answer {
    return hello(request);
  });
  router.add(Method::get, "/vitrine.js", [](const Request&) -> http::Answer {
    http::Response response(200);
    response.header("Content-Type", "text/javascript; charset=utf-8");
    response.header("Cache-Control", "public, max-age=86400");
    response.body(http::StaticText{embedded::kCounterScript});
    return response;
  });
}

Result<std::string> Views::shown(std::string_view page) const {
  TRY(const auto counts, tallies_.page(page));
  auto text = json(page, counts);
  text.pop_back();
  return text;
}

Task<Result<PageCounts>> Views::counted(const http::Request& request, std::string_view page) {
  const bool unknown = config_.honour_privacy && asks_for_privacy(request);
  const tallies::Visitor visitor{client_address(request, config_.behind_proxy),
                                 request.header("User-Agent").value_or("")};
  return tallies_.view(page, visit_of(request), unknown ? std::nullopt : std::optional(visitor));
}

std::string Views::json(std::string_view page, const PageCounts& counts) const {
  JsonNumbers numbers;
  numbers.add(R"(,"last_minute":)", counts.last_minute);
  numbers.add(R"(,"last_hour":)", counts.last_hour);
  numbers.add(R"(,"today":)", counts.today);
  numbers.add(R"(,"total":)", counts.total);
  numbers.add(R"(,"visitors_today":)", counts.visitors_today);
  numbers.add(R"(,"bots":)", counts.bots);
  numbers.add(R"(,"prefetches":)", counts.prefetches);
  std::string text;
  text.reserve(page.size() + numbers.view().size() + end_of_json_.size() + 16);
  text += R"({"page":)";
  append_json_text(text, page);
  text += numbers.view();
  text += end_of_json_;
  return text;
}

Task<Result<http::Response>> Views::count(const http::Request& request) {
  const auto page = request.parameter("page");
  CO_TRY(const auto counts, co_await counted(request, page));
  co_return open_to_all(http::Response::json(200, json(page, counts)));
}

Task<Result<http::Response>> Views::pixel(const http::Request& request, std::string_view page) {
  // HEAD looks at the pixel and not at the page.
  if (request.method == http::Method::get) CO_TRY_VOID(co_await counted(request, page));
  http::Response response(200);
  response.header("Content-Type", "image/gif");
  response.header("Cache-Control", kNeverKept);
  response.body(http::StaticText{kPixel});
  co_return response;
}

Task<Result<http::Response>> Views::hello(const http::Request& request) {
  PageCounts counts;
  if (request.method == http::Method::get) {
    CO_TRY(counts, co_await counted(request, "hello"));
  } else {
    CO_TRY(counts, tallies_.page("hello"));
  }
  co_return open_to_all(http::Response::text(
      200,
      fmt::format("Hello World! Current page view count is {}.\n            Instance: {}\n        ",
                  counts.last_minute,
                  config_.instance)));
}

http::Answer Views::get(const http::Request& request) {
  const auto name = request.parameter("page");
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return read(request);
  const auto page = name.substr(0, dot);
  const auto extension = name.substr(dot + 1);
  if (extension == "gif") return pixel(request, page);
  if (extension == "png") return picture(request, page, LabelFile::png);
  if (extension == "svg") return picture(request, page, LabelFile::svg);
  return read(request);
}

http::Answer Views::read(const http::Request& request) const {
  const auto page = request.parameter("page");
  const auto asked = request.query.empty() ? std::nullopt : request.query_parameter("history");
  if (!asked) {
    TRY(const auto counts, tallies_.page(page));
    return open_to_all(http::Response::json(200, json(page, counts)));
  }
  for (const auto& [name, span] : kSpans) {
    if (name != *asked) continue;
    TRY(const auto slots, tallies_.history(page, span));
    std::string text = "{\"page\":";
    append_json_text(text, page);
    fmt::format_to(std::back_inserter(text), ",\"{}\":[{}]}}\n", name, fmt::join(slots, ","));
    return open_to_all(http::Response::json(200, std::move(text)));
  }
  return fail(FailureKind::bad_request,
              "history=" + *asked + " is none of seconds, minutes, half_hours, days");
}

Task<Result<http::Response>> Views::picture(const http::Request& request,
                                            std::string_view page,
                                            LabelFile file) {
  CO_TRY(const auto* shown, shown_by(request));
  CO_TRY(const auto counts, tallies_.page(page));
  auto label = images::counter_label(std::string(shown->caption),
                                     grouped_digits(std::to_string(counts.*shown->count)));
  const int scale = file == LabelFile::png && request.query_parameter("scale") == "2" ? 2 : 1;
  CO_TRY(const auto drawn, co_await pictures_.get(std::move(label), scale, file));
  co_return label_response(request, drawn, kNeverKept);
}

}  // namespace vitrine::endpoints
