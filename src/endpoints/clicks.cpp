#include "endpoints/clicks.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "endpoints/html.h"
#include "endpoints/json_text.h"
#include "endpoints/label_pictures.h"
#include "endpoints/signature.h"
#include "endpoints/visit_kind.h"

namespace vitrine::endpoints {

namespace {

using tallies::Registered;

constexpr std::string_view kThanks = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Thank you</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<style>body{{font:18px/1.6 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}}</style>
</head><body><h1>Thank you</h1><p>Your interest in <b>{}</b> has been noted.</p></body></html>
)";

http::Response redirect_to(const std::string& target) {
  auto response = http::Response::redirect(302, target);
  response.header("Cache-Control", kNeverKept);
  return response;
}

http::Response thanks(std::string_view item) {
  auto response = http::Response::html(200, fmt::format(kThanks, escape_html(item)));
  response.header("Cache-Control", kNeverKept);
  response.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  return response;
}

http::Response answer(std::string_view item, const std::string& target) {
  return target.empty() ? thanks(item) : redirect_to(target);
}

}  // namespace

Clicks::Clicks(ClicksConfig config, tallies::Tallies& tallies)
    : config_(std::move(config)), tallies_(tallies) {
}

void Clicks::add_routes(http::Router& router) {
  router.add(http::Method::get, "/fwd/{campaign}/{item}", [this](const http::Request& request) {
    return forward(request);
  });
  router.add(http::Method::get, "/info/{campaign}/{item}", [this](const http::Request& request) {
    return info(request);
  });
}

Result<std::string> Clicks::target_of(const http::Request& request) const {
  if (auto to = request.query_parameter("to")) {
    TRY_VOID(check_signature(request.target, config_.signing_key, config_.signing_salt));
    TRY_VOID(tallies::check_settings(tallies::ItemSettings{*to, "", ""}));
    return *std::move(to);
  }
  auto url = tallies_.url(request.parameter("campaign"), request.parameter("item"));
  if (!url && tallies_.open()) return std::string();
  return url;
}

http::Answer Clicks::forward(const http::Request& request) {
  TRY(auto target, target_of(request));
  if (request.method == http::Method::head || is_prefetch(request)) {
    return answer(request.parameter("item"), target);
  }
  // Who could sign the address may also name an item that is not registered.
  const bool is_signed = !request.query.empty() && request.query_parameter("to").has_value();
  return count(
      request, std::move(target), is_signed ? Registered::if_need_be : Registered::must_be);
}

Task<Result<http::Response>> Clicks::count(const http::Request& request,
                                           std::string target,
                                           Registered registered) {
  const auto item = request.parameter("item");
  CO_TRY_VOID(co_await tallies_.click(request.parameter("campaign"), item, registered));
  co_return answer(item, target);
}

std::string item_json(std::string_view campaign, const tallies::Item& item) {
  constexpr std::array<std::string_view, 3> kBadges = {"blank", "hot", "popular"};
  const auto& counts = item.counts;
  std::string json = "{\"campaign\":";
  append_json_text(json, campaign);
  json += ",\"item\":";
  append_json_text(json, item.name);
  fmt::format_to(std::back_inserter(json),
                 ",\"clicks\":{},\"rank\":{},\"hot_minutes\":{},\"minutes\":[",
                 counts.clicks,
                 counts.rank,
                 counts.hot_minutes);
  for (int age = 59; age >= 0; --age) {
    json += (counts.minute_bits >> age & 1) != 0 ? '1' : '0';
    if (age != 0) json += ',';
  }
  json += "],\"badge\":";
  append_json_text(json, kBadges[static_cast<std::size_t>(counts.badge)]);
  if (item.settings) {
    json += ",\"url\":";
    append_json_text(json, item.settings->url);
    json += ",\"title\":";
    append_json_text(json, item.settings->title);
    json += ",\"image\":";
    append_json_text(json, item.settings->image);
  }
  json += "}";
  return json;
}

http::Answer Clicks::info(const http::Request& request) const {
  const auto campaign = request.parameter("campaign");
  TRY(const auto item, tallies_.item(campaign, request.parameter("item")));
  auto response = http::Response::json(200, item_json(campaign, item) + "\n");
  response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace vitrine::endpoints
