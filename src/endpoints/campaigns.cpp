#include "endpoints/campaigns.h"

#include <array>
#include <initializer_list>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "endpoints/clicks.h"
#include "endpoints/json_text.h"
#include "images/label.h"

namespace vitrine::endpoints {

namespace {

constexpr std::uint64_t kBodyBytesMax = 16 * 1024;
// Of one campaign, in one answer.
constexpr std::size_t kItemsShown = 1000;

struct Field {
  std::string_view name;
  std::string* value;
};

// Fills the fields that the object names. bad_request: no JSON object, a field that nobody knows,
// one that is no text.
Result<void> read_fields(std::string_view body, std::initializer_list<Field> fields) {
  if (body.empty()) return {};
  boost::json::error_code error;
  const auto json = boost::json::parse({body.data(), body.size()}, error);
  if (error || !json.is_object()) {
    return fail(FailureKind::bad_request, "The body is no JSON object");
  }
  for (const auto& [key, value] : json.get_object()) {
    const Field* known = nullptr;
    for (const auto& field : fields) {
      if (field.name == std::string_view(key.data(), key.size())) known = &field;
    }
    if (known == nullptr) {
      return fail(FailureKind::bad_request,
                  fmt::format("There is no field \"{}\"", std::string(key)));
    }
    if (!value.is_string()) {
      return fail(FailureKind::bad_request, fmt::format("{} is no text", known->name));
    }
    *known->value = value.get_string();
  }
  return {};
}

// Beside the rules of the tallies: can they be drawn?
Result<void> check_words(std::string_view field, const std::string& text) {
  auto drawable = images::check_label({.text = text});
  if (drawable) return {};
  return fail(drawable.error().kind, fmt::format("{}: {}", field, drawable.error().public_message));
}

http::Response json_answer(int status, std::string json) {
  auto response = http::Response::json(status, std::move(json) + "\n");
  response.header("Cache-Control", "no-store");
  return response;
}

}  // namespace

Campaigns::Campaigns(tallies::Tallies& tallies, const BadgeImages& badge_images)
    : tallies_(tallies), badge_images_(badge_images) {
}

void Campaigns::add_public_routes(http::Router& router, const Access& access) {
  add(router, &access);
}

void Campaigns::add_operator_routes(http::Router& router) {
  add(router, nullptr);
}

void Campaigns::add(http::Router& router, const Access* access) {
  struct Row {
    http::Method method;
    const char* pattern;
    Handle handle;
  };

  using http::Method;
  constexpr const char* kCampaign = "/campaigns/{campaign}";
  constexpr const char* kItem = "/campaigns/{campaign}/items/{item}";
  const std::array rows = {Row{Method::get, "/campaigns", &Campaigns::all},
                           Row{Method::get, kCampaign, &Campaigns::get_campaign},
                           Row{Method::put, kCampaign, &Campaigns::put_campaign},
                           Row{Method::delete_, kCampaign, &Campaigns::drop_campaign},
                           Row{Method::get, kItem, &Campaigns::get_item},
                           Row{Method::put, kItem, &Campaigns::put_item},
                           Row{Method::delete_, kItem, &Campaigns::drop_item}};
  for (const auto& row : rows) {
    http::Handler handle = [this, how = row.handle](const http::Request& request) {
      return (this->*how)(request);
    };
    const auto right = row.method == Method::get ? accounts::Right::view : accounts::Right::operate;
    if (access != nullptr) handle = access->guarded(right, std::move(handle));
    router.add(row.method,
               row.pattern,
               std::move(handle),
               {.body_bytes_max = row.method == Method::put ? kBodyBytesMax : 0});
  }
}

std::string Campaigns::campaign_json(const tallies::Campaign& campaign,
                                     std::size_t items_shown) const {
  std::string json = "{\"campaign\":";
  append_json_text(json, campaign.name);
  fmt::format_to(std::back_inserter(json),
                 ",\"clicks\":{},\"items\":{},\"popular_text\":",
                 campaign.clicks,
                 campaign.items);
  append_json_text(json, campaign.settings.popular_text);
  json += ",\"hot_text\":";
  append_json_text(json, campaign.settings.hot_text);
  json += ",\"popular_image\":";
  append_json_text(json, campaign.settings.popular_image);
  json += ",\"hot_image\":";
  append_json_text(json, campaign.settings.hot_image);
  if (items_shown > 0) {
    json += ",\"top\":[";
    const char* separator = "";
    for (const auto& item : tallies_.items(campaign.name, items_shown)) {
      json += std::exchange(separator, ",") + item_json(campaign.name, item);
    }
    json += "]";
  }
  return json + "}";
}

Result<std::string> Campaigns::shown(std::string_view name, std::size_t items) const {
  TRY(const auto campaign, tallies_.campaign(name));
  return campaign_json(campaign, items);
}

http::Answer Campaigns::all(const http::Request& /*request*/) {
  std::string json = "[";
  const char* separator = "";
  for (const auto& campaign : tallies_.campaigns()) {
    json += std::exchange(separator, ",") + campaign_json(campaign, 0);
  }
  return json_answer(200, json + "]");
}

http::Answer Campaigns::get_campaign(const http::Request& request) {
  TRY(const auto campaign, tallies_.campaign(request.parameter("campaign")));
  return json_answer(200, campaign_json(campaign, kItemsShown));
}

http::Answer Campaigns::put_campaign(const http::Request& request) {
  tallies::CampaignSettings settings;
  TRY_VOID(read_fields(request.body,
                       {{"popular_text", &settings.popular_text},
                        {"hot_text", &settings.hot_text},
                        {"popular_image", &settings.popular_image},
                        {"hot_image", &settings.hot_image}}));
  TRY_VOID(check_words("popular_text", settings.popular_text));
  TRY_VOID(check_words("hot_text", settings.hot_text));
  TRY_VOID(badge_images_.check("popular_image", settings.popular_image));
  TRY_VOID(badge_images_.check("hot_image", settings.hot_image));
  return store(std::string(request.parameter("campaign")), std::move(settings));
}

Task<Result<http::Response>> Campaigns::store(std::string campaign,
                                              tallies::CampaignSettings settings) {
  const bool is_new = !tallies_.campaign(campaign);
  CO_TRY_VOID(co_await tallies_.put_campaign(campaign, std::move(settings)));
  CO_TRY(const auto stored, tallies_.campaign(campaign));
  co_return json_answer(is_new ? 201 : 200, campaign_json(stored, 0));
}

http::Answer Campaigns::get_item(const http::Request& request) {
  const auto campaign = request.parameter("campaign");
  TRY(const auto item, tallies_.item(campaign, request.parameter("item")));
  return json_answer(200, item_json(campaign, item));
}

http::Answer Campaigns::put_item(const http::Request& request) {
  tallies::ItemSettings settings;
  TRY_VOID(read_fields(
      request.body,
      {{"url", &settings.url}, {"title", &settings.title}, {"image", &settings.image}}));
  return store(std::string(request.parameter("campaign")),
               std::string(request.parameter("item")),
               std::move(settings));
}

Task<Result<http::Response>> Campaigns::store(std::string campaign,
                                              std::string item,
                                              tallies::ItemSettings settings) {
  const bool is_new = !tallies_.item(campaign, item);
  CO_TRY_VOID(co_await tallies_.put_item(campaign, item, std::move(settings)));
  CO_TRY(const auto stored, tallies_.item(campaign, item));
  co_return json_answer(is_new ? 201 : 200, item_json(campaign, stored));
}

http::Answer Campaigns::drop_campaign(const http::Request& request) {
  return dropped(tallies_.drop_campaign(request.parameter("campaign")));
}

http::Answer Campaigns::drop_item(const http::Request& request) {
  return dropped(tallies_.drop_item(request.parameter("campaign"), request.parameter("item")));
}

Task<Result<http::Response>> Campaigns::dropped(Task<Result<void>> drop) {
  CO_TRY_VOID(co_await std::move(drop));
  co_return http::Response(204);
}

}  // namespace vitrine::endpoints
