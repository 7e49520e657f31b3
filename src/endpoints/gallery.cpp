#include "endpoints/gallery.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "endpoints/html.h"
#include "gallery_texts.h"

namespace vitrine::endpoints {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPicturesMax = 60;
constexpr std::string_view kPolicy =
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

constexpr const char* kNewsletterLink =
    "  <p>Pictures can also show what is happening: see the <a href=\"/demo/email\">newsletter "
    "with "
    "live badges</a>.</p>";

constexpr const char* kUploadLink =
    "  <p><a href=\"/upload\">Upload a picture</a> and get its thumbnail.</p>";

constexpr const char* kDashboardLink =
    "  <p>What happens here, as it happens: the <a href=\"/dashboard/\">dashboard</a>.</p>";

struct Shown {
  std::string path;  // "product/image/Bridge", percent-encoded
  std::string id;    // "Bridge"
};

// The ids of one namespace: files of its folder that end in the text behind {id}.
std::vector<Shown> shown_of(const Namespace& space) {
  std::vector<Shown> shown;
  std::error_code error;
  const auto& suffix = space.suffix();
  for (const auto& entry : fs::directory_iterator(space.folder(), error)) {
    const auto name = entry.path().filename().string();
    if (!entry.is_regular_file(error) || !name.ends_with(suffix) || name.size() == suffix.size()) {
      continue;
    }
    auto id = name.substr(0, name.size() - suffix.size());
    std::string path = space.name() + "/";
    append_url_encoded(id, path);
    shown.push_back({std::move(path), std::move(id)});
  }
  std::ranges::sort(shown, {}, &Shown::id);
  return shown;
}

std::string tiles(const std::vector<Shown>& pictures) {
  std::string html;
  for (const auto& picture : pictures) {
    const auto path = escape_html(picture.path);
    const auto id = escape_html(picture.id);
    html += "<a href=\"/" + path + "/w1000.auto\" data-picture=\"" + path + "\"><img src=\"/" +
            path + "/300x200.auto\" loading=\"lazy\" width=\"300\" height=\"200\" alt=\"\"><span>" +
            id + "</span></a>\n";
  }
  return html;
}

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

void add_text(http::Router& router,
              std::string path,
              std::string_view text,
              std::string_view type) {
  router.add(
      http::Method::get, std::move(path), [text, type](const http::Request&) -> http::Answer {
        http::Response response(200);
        response.header("Content-Type", type);
        response.header("Cache-Control", "public, max-age=300");
        response.header("X-Content-Type-Options", "nosniff");
        response.body(http::StaticText{text});
        return response;
      });
}

}  // namespace

Gallery::Gallery(const std::deque<Namespace>& namespaces, GalleryConfig config)
    : enabled_(config.enabled), front_(std::move(config.front)) {
  if (!enabled_) return;
  std::vector<Shown> pictures;
  for (const auto& space : namespaces) {
    if (space.folder().empty()) continue;
    auto found = shown_of(space);
    std::ranges::move(found, std::back_inserter(pictures));
  }
  enabled_ = !pictures.empty();
  if (!enabled_) return;
  pictures.resize(std::min(pictures.size(), kPicturesMax));
  for (const auto& picture : pictures) paths_.push_back(picture.path);
  page_ = embedded::kGalleryPage;
  replace_all(page_, "{first}", escape_html(pictures.front().path));
  std::string links = config.newsletter ? kNewsletterLink : "";
  if (config.uploads) links += std::string("\n") + kUploadLink;
  if (config.dashboard) links += std::string("\n") + kDashboardLink;
  replace_all(page_, "{newsletter}", links);
  replace_all(page_, "{pictures}", tiles(pictures));
}

void Gallery::add_routes(http::Router& router) const {
  router.add(http::Method::get, "/", [this](const http::Request& request) -> http::Answer {
    if (!enabled_ && front_) return front_(request);
    if (!enabled_) return http::Response::text(200, "Vitrine, an image server.\n");
    http::Response response(200);
    response.header("Content-Type", "text/html; charset=utf-8");
    response.header("Content-Security-Policy", kPolicy);
    response.header("X-Content-Type-Options", "nosniff");
    response.body(http::StaticText{page_});
    return response;
  });
  if (!enabled_) return;
  add_text(router, "/gallery/gallery.css", embedded::kGalleryStyle, "text/css; charset=utf-8");
  add_text(
      router, "/gallery/gallery.js", embedded::kGalleryScript, "text/javascript; charset=utf-8");
}

}  // namespace vitrine::endpoints
