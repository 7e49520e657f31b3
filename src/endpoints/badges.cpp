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

http::Response badge_json(tallies::Badge badge, std::string_view image = {}) {
  std::string json = "{\"badge\":";
  append_json_text(json, name_of(badge));
  if (!image.empty()) {
    json += ",\"image\":";
    append_json_text(json, image);
  }
  auto response = http::Response::json(200, json + "}");
  response.header("Cache-Control", kNeverKept);
  return response;
}

LabelPicture drawn_blank(LabelFile file) {
  // A blank badge has no text, so nothing that is told here can be wrong with it.
  return draw_now(images::blank_label(), 1, file).value();
}

// For the address of a badge: another one for another label or picture.
std::string version_of(const Badges::Shown& shown) {
  auto label = shown.label;
  if (!shown.image.empty()) label.image = images::LabelImage{.png = {}, .version = shown.image};
  return images::label_digest(label);
}

// Absent for one that stays on the disk, because it is too large.
std::optional<images::Label> with_image(const images::Label& label,
                                        const delivery::Picture& picture) {
  if (!picture || !picture->bytes) return std::nullopt;
  auto own = label;
  own.image = images::LabelImage{picture->bytes, picture->width, picture->height, picture->etag};
  return own;
}

http::Response image_response(const http::Request& request, const delivery::Picture& picture) {
  http::Body body;
  if (picture->bytes) {
    body = http::ByteSlice{picture->bytes, *picture->bytes};
  } else {
    body = http::FileSlice{picture->file, 0, picture->file->bytes};
  }
  return badge_response(request,
                        {.etag = picture->etag,
                         .modified = {},
                         .content_type = picture->content_type,
                         .cache_control = kNeverKept},
                        std::move(body));
}

http::Response redirect_to(const std::string& address) {
  auto response = http::Response::redirect(307, address);
  response.header("Cache-Control", kNeverKept);
  return response;
}

}  // namespace

Badges::Badges(BadgesConfig config,
               const tallies::Tallies& tallies,
               LabelPictures& pictures,
               const BadgeImages& images)
    : config_(std::move(config)),
      tallies_(tallies),
      pictures_(pictures),
      images_(images),
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

Badges::Shown Badges::shown_by(tallies::Badge badge,
                               const tallies::CampaignSettings& settings) const {
  if (badge == tallies::Badge::blank) return {badge, images::blank_label(), {}};
  const bool popular = badge == tallies::Badge::popular;
  auto label = popular ? images::popular_label() : images::hot_label();
  const auto usual = label;
  const auto& own = popular ? settings.popular_text : settings.hot_text;
  label.text = !own.empty() ? own : popular ? config_.popular_text : config_.hot_text;
  // Settings may be older than the rules of what can be drawn.
  if (!images::check_label(label)) label = usual;
  return {badge, std::move(label), popular ? settings.popular_image : settings.hot_image};
}

Badges::Shown Badges::shown(std::string_view campaign, std::string_view item) const {
  const auto found = tallies_.item(campaign, item);
  const auto badge = found ? found->counts.badge : tallies::Badge::blank;
  const auto owner = tallies_.campaign(campaign);
  return shown_by(badge, owner ? owner->settings : tallies::CampaignSettings());
}

std::optional<images::Label> Badges::label_now(const Shown& shown) const {
  if (shown.image.empty()) return shown.label;
  return with_image(shown.label, images_.find(shown.image, badge_corner_recipe()));
}

Task<images::Label> Badges::label_for(Shown shown) const {
  if (shown.image.empty()) co_return shown.label;
  const auto picture = co_await images_.get(shown.image, badge_corner_recipe());
  if (!picture) co_return shown.label;
  co_return with_image(shown.label, *picture).value_or(shown.label);
}

http::Answer Badges::badge(const http::Request& request) {
  auto now = shown(request.parameter("campaign"), request.parameter("item"));
  const auto extension = split_extension(request.parameter("unique")).second;
  if (extension == "json") return badge_json(now.badge, now.image);
  if (const auto file = label_file_of(extension)) return picture(request, std::move(now), *file);
  auto address = "/badges/" + std::string(name_of(now.badge)) + "-" + version_of(now) + ".png";
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
  auto found = dash == std::string_view::npos ? std::nullopt
                                              : named(name.substr(0, dash), name.substr(dash + 1));
  if (!file || !found) {
    return fail(FailureKind::not_found,
                "There is no badge " + std::string(request.parameter("file")) +
                    "; they are popular, hot and blank, as .png, .gif and .svg");
  }
  return picture(request, *std::move(found), *file);
}

std::optional<Badges::Shown> Badges::named(std::string_view kind, std::string_view version) const {
  for (const auto badge : {tallies::Badge::popular, tallies::Badge::hot, tallies::Badge::blank}) {
    if (name_of(badge) != kind) continue;
    auto usual = shown_by(badge, {});
    if (version_of(usual) == version) return usual;
    for (const auto& campaign : tallies_.campaigns()) {
      auto own = shown_by(badge, campaign.settings);
      if (version_of(own) == version) return own;
    }
    // Of a text that has been changed since: better the usual one than none.
    return usual;
  }
  return std::nullopt;
}

http::Answer Badges::picture(const http::Request& request, Shown shown, LabelFile file) {
  const int scale = scale_of(request);
  if (!shown.image.empty() && file != LabelFile::svg) {
    const auto recipe = badge_file_recipe(scale, file);
    if (const auto found = images_.find(shown.image, recipe)) return image_response(request, found);
    return fetch(request, std::move(shown), scale, file);
  }
  if (const auto found = pictures_.find(shown.label, scale, file)) {
    return label_response(request, *found, kNeverKept);
  }
  return draw(request, std::move(shown.label), scale, file);
}

Task<Result<http::Response>> Badges::fetch(const http::Request& request,
                                           Shown shown,
                                           int scale,
                                           LabelFile file) {
  const auto recipe = badge_file_recipe(scale, file);
  const auto picture = co_await images_.get(std::move(shown.image), recipe);
  if (picture) co_return image_response(request, *picture);
  co_return co_await draw(request, std::move(shown.label), scale, file);
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
