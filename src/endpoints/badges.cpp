#include "endpoints/badges.h"

#include <array>
#include <charconv>
#include <utility>

#include "endpoints/json_text.h"

namespace vitrine::endpoints {

namespace {

constexpr std::array<std::string_view, 3> kNames = {"blank", "hot", "popular"};

std::string_view name_of(tallies::Badge badge) {
  return kNames[static_cast<std::size_t>(badge)];
}

// Anything but 1 to 4 is 1, because a badge never fails.
int scale_of(const http::Request& request) {
  if (request.query.empty()) return 1;
  const auto text = request.query_parameter("scale");
  const bool fits = text && text->size() == 1 && text->front() >= '1' && text->front() <= '4';
  return fits ? text->front() - '0' : 1;
}

std::pair<std::string_view, std::string_view> split_extension(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return {name, {}};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

http::Response badge_json(tallies::Badge badge) {
  std::string json = "{\"badge\":";
  append_json_text(json, name_of(badge));
  auto response = http::Response::json(200, json + "}");
  response.header("Cache-Control", kNeverKept);
  return response;
}

LabelPicture drawn_blank(LabelFile file) {
  // A blank badge has no text, so nothing that is told here can be wrong with it.
  return draw_now(images::blank_label(), 1, file).value();
}

http::Response redirect_to(const std::string& address) {
  auto response = http::Response::redirect(307, address);
  response.header("Cache-Control", kNeverKept);
  return response;
}

}  // namespace

Badges::Badges(BadgesConfig config, const tallies::Tallies& tallies, LabelPictures& pictures)
    : config_(std::move(config)),
      tallies_(tallies),
      pictures_(pictures),
      blanks_{
          drawn_blank(LabelFile::png), drawn_blank(LabelFile::gif), drawn_blank(LabelFile::svg)} {
}

void Badges::add_routes(http::Router& router) {
  router.add(http::Method::get,
             "/badge/{campaign}/{item}/{unique}",
             [this](const http::Request& request) { return badge(request); });
  router.add_fallback(http::Method::get, "/badge/", [this](const http::Request& request) {
    return malformed(request);
  });
  router.add(http::Method::get, "/badges/{file}", [this](const http::Request& request) {
    return file(request);
  });
}

images::Label Badges::label_of(tallies::Badge badge,
                               const tallies::CampaignSettings& settings) const {
  if (badge == tallies::Badge::blank) return images::blank_label();
  const bool popular = badge == tallies::Badge::popular;
  auto label = popular ? images::popular_label() : images::hot_label();
  const auto usual = label;
  const auto& own = popular ? settings.popular_text : settings.hot_text;
  label.text = !own.empty() ? own : popular ? config_.popular_text : config_.hot_text;
  // Settings may be older than the rules of what can be drawn.
  return images::check_label(label) ? label : usual;
}

tallies::Badge Badges::badge_of(std::string_view campaign, std::string_view item) const {
  const auto found = tallies_.item(campaign, item);
  return found ? found->counts.badge : tallies::Badge::blank;
}

images::Label Badges::label_of(std::string_view campaign, std::string_view item) const {
  const auto badge = badge_of(campaign, item);
  const auto owner = tallies_.campaign(campaign);
  return label_of(badge, owner ? owner->settings : tallies::CampaignSettings());
}

http::Answer Badges::badge(const http::Request& request) {
  const auto campaign = request.parameter("campaign");
  const auto item = request.parameter("item");
  const auto [unique, extension] = split_extension(request.parameter("unique"));
  const auto badge = badge_of(campaign, item);
  if (extension == "json") return badge_json(badge);
  auto label = label_of(campaign, item);
  if (const auto file = label_file_of(extension)) return picture(request, std::move(label), *file);
  auto address =
      "/badges/" + std::string(name_of(badge)) + "-" + images::label_digest(label) + ".png";
  if (const int scale = scale_of(request); scale != 1) address += "?scale=" + std::to_string(scale);
  return redirect_to(address);
}

http::Answer Badges::malformed(const http::Request& request) const {
  const auto extension = split_extension(request.path).second;
  if (extension == "json") return badge_json(tallies::Badge::blank);
  return blank(request, label_file_of(extension).value_or(LabelFile::png));
}

http::Response Badges::blank(const http::Request& request, LabelFile file) const {
  return label_response(request, blanks_[static_cast<std::size_t>(file)], kNeverKept);
}

http::Answer Badges::file(const http::Request& request) {
  const auto [name, extension] = split_extension(request.parameter("file"));
  const auto file = label_file_of(extension);
  const auto dash = name.find('-');
  auto label = dash == std::string_view::npos
                   ? std::nullopt
                   : label_named(name.substr(0, dash), name.substr(dash + 1));
  if (!file || !label) {
    return fail(FailureKind::not_found,
                "There is no badge " + std::string(request.parameter("file")) +
                    "; they are popular, hot and blank, as .png, .gif and .svg");
  }
  return picture(request, *std::move(label), *file);
}

std::optional<images::Label> Badges::label_named(std::string_view kind,
                                                 std::string_view version) const {
  for (const auto badge : {tallies::Badge::popular, tallies::Badge::hot, tallies::Badge::blank}) {
    if (name_of(badge) != kind) continue;
    auto usual = label_of(badge, {});
    if (images::label_digest(usual) == version) return usual;
    for (const auto& campaign : tallies_.campaigns()) {
      auto own = label_of(badge, campaign.settings);
      if (images::label_digest(own) == version) return own;
    }
    // Of a text that has been changed since: better the usual one than none.
    return usual;
  }
  return std::nullopt;
}

http::Answer Badges::picture(const http::Request& request, images::Label label, LabelFile file) {
  const int scale = scale_of(request);
  if (const auto found = pictures_.find(label, scale, file)) {
    return label_response(request, *found, kNeverKept);
  }
  return draw(request, std::move(label), scale, file);
}

Task<Result<http::Response>> Badges::draw(const http::Request& request,
                                          images::Label label,
                                          int scale,
                                          LabelFile file) {
  const auto drawn = co_await pictures_.get(std::move(label), scale, file);
  if (!drawn) co_return blank(request, file);
  co_return label_response(request, *drawn, kNeverKept);
}

}  // namespace vitrine::endpoints
