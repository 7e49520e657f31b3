#include "tallies/settings.h"

#include <algorithm>

#include "tallies/bytes.h"

namespace vitrine::tallies {

namespace {

bool is_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

Result<void> check_line(std::string_view field, std::string_view text, std::size_t bytes_max) {
  const std::string name(field);
  if (text.size() > bytes_max) {
    return fail(FailureKind::bad_request,
                name + " has " + std::to_string(text.size()) + " bytes; at most " +
                    std::to_string(bytes_max));
  }
  if (!is_line(text)) {
    return fail(FailureKind::bad_request, name + " may not have control characters");
  }
  return {};
}

// A browser reads a backslash as a slash, and drops spaces: such an address may lead elsewhere.
bool is_web_address(std::string_view url) {
  const auto scheme = url.starts_with("https://") ? 8U : url.starts_with("http://") ? 7U : 0U;
  if (scheme == 0 || url.size() == scheme) return false;
  const char first = url[scheme];
  if (first == '/' || first == '?' || first == '#' || first == ':') return false;
  return url.find_first_of(" \\\"<>") == std::string_view::npos;
}

// A path, and not the beginning of an address of another server ("//host").
bool is_path(std::string_view text) {
  return text.starts_with('/') && !text.starts_with("//") &&
         text.find_first_of(" \\\"<>") == std::string_view::npos;
}

}  // namespace

Result<void> check_settings(const CampaignSettings& settings) {
  TRY_VOID(check_line("popular_text", settings.popular_text, kBadgeTextBytesMax));
  TRY_VOID(check_line("hot_text", settings.hot_text, kBadgeTextBytesMax));
  TRY_VOID(check_line("popular_image", settings.popular_image, kBadgeImageBytesMax));
  return check_line("hot_image", settings.hot_image, kBadgeImageBytesMax);
}

Result<void> check_settings(const ItemSettings& settings) {
  TRY_VOID(check_line("url", settings.url, kUrlBytesMax));
  TRY_VOID(check_line("title", settings.title, kTitleBytesMax));
  TRY_VOID(check_line("image", settings.image, kUrlBytesMax));
  if (!is_web_address(settings.url) && !is_path(settings.url)) {
    return fail(
        FailureKind::bad_request,
        "url \"" + settings.url + "\" is no absolute http or https address, and no path here");
  }
  if (!settings.image.empty() && !is_path(settings.image)) {
    return fail(FailureKind::bad_request,
                "image \"" + settings.image +
                    "\" is no path on this server, such as /product/image/1/w500.jpg");
  }
  return {};
}

std::string saved(const CampaignSettings& settings) {
  std::string to;
  put_text(to, settings.popular_text);
  put_text(to, settings.hot_text);
  if (settings.popular_image.empty() && settings.hot_image.empty()) return to;
  put_text(to, settings.popular_image);
  put_text(to, settings.hot_image);
  return to;
}

std::string saved(const ItemSettings& settings) {
  std::string to;
  put_text(to, settings.url);
  put_text(to, settings.title);
  put_text(to, settings.image);
  return to;
}

CampaignSettings read_campaign_settings(std::string_view bytes) {
  ByteReader from(bytes);
  CampaignSettings settings;
  settings.popular_text = from.text();
  settings.hot_text = from.text();
  settings.popular_image = from.text();
  settings.hot_image = from.text();
  return settings;
}

ItemSettings read_item_settings(std::string_view bytes) {
  ByteReader from(bytes);
  ItemSettings settings;
  settings.url = from.text();
  settings.title = from.text();
  settings.image = from.text();
  return settings;
}

}  // namespace vitrine::tallies
