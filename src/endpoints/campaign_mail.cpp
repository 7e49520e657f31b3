#include "endpoints/campaign_mail.h"

#include <utility>

#include <fmt/format.h>

#include "endpoints/html.h"
#include "endpoints/namespaces.h"
#include "newsletter_texts.h"

namespace vitrine::endpoints {

namespace {

// A mail with more is not read to its end.
constexpr std::size_t kItemsMax = 12;
constexpr std::size_t kTextMax = 256;

constexpr std::string_view kItem = R"(<tr><td style="padding:24px 28px 0">
{picture}<a href="{link}" target="_blank" style="color:#1b1f24;text-decoration:none"><b style="font-size:18px">{title}</b></a><br>
<img src="{badge}" width="200" height="49" alt="" style="display:block;border:0;margin-top:8px">
</td></tr>
)";

constexpr std::string_view kPicture =
    R"(<a href="{link}" target="_blank"><img src="{image}" width="300" alt="{title}" style="display:block;border:0;border-radius:6px;width:100%;max-width:300px;height:auto;margin-bottom:12px"></a>
)";

std::string encoded(std::string_view text) {
  std::string to;
  append_url_encoded(text, to);
  // A slash in a name is no end of a segment.
  for (auto at = to.find('/'); at != std::string::npos; at = to.find('/', at)) {
    to.replace(at, 1, "%2F");
  }
  return to;
}

void replace(std::string& text, std::string_view place, std::string_view with) {
  const auto at = text.find(place);
  text.replace(at, place.size(), with);
}

bool is_web_address(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

Result<MailAddresses> addresses_of(const http::Request& request, bool secure) {
  MailAddresses addresses{request.query_parameter("base").value_or(""),
                          request.query_parameter("unique").value_or(std::to_string(request.id))};
  if (addresses.base.empty()) {
    addresses.base = (secure ? "https://" : "http://") +
                     std::string(request.header("Host").value_or("127.0.0.1"));
  }
  if (!is_web_address(addresses.base) || addresses.base.size() > kTextMax ||
      addresses.unique.size() > kTextMax || addresses.unique.contains('/')) {
    return fail(FailureKind::bad_request,
                "base is an address such as https://pictures.example.com, unique a text without /");
  }
  while (addresses.base.ends_with('/')) addresses.base.pop_back();
  return addresses;
}

}  // namespace

std::string campaign_mail(std::string_view campaign,
                          const std::vector<tallies::Item>& items,
                          const MailAddresses& addresses) {
  const auto base = escape_html(addresses.base);
  std::string rows;
  for (const auto& item : items) {
    if (!item.settings) continue;
    const auto& settings = *item.settings;
    const auto place = encoded(campaign) + "/" + encoded(item.name);
    const auto link = base + "/fwd/" + place;
    const auto title = escape_html(settings.title.empty() ? item.name : settings.title);
    auto image = escape_html(settings.image);
    if (image.starts_with('/')) image = base + image;
    const auto picture = image.empty() ? std::string()
                                       : fmt::format(kPicture,
                                                     fmt::arg("link", link),
                                                     fmt::arg("image", image),
                                                     fmt::arg("title", title));
    rows += fmt::format(
        kItem,
        fmt::arg("picture", picture),
        fmt::arg("link", link),
        fmt::arg("title", title),
        fmt::arg("badge",
                 base + "/badge/" + place + "/" + escape_html(addresses.unique) + ".png?scale=2"));
  }
  std::string html(embedded::kCampaignMail);
  replace(html, "{items}", rows);
  replace(html, "{title}", escape_html(campaign));
  replace(html, "{heading}", escape_html(campaign));
  return html;
}

void CampaignMail::add_public_routes(http::Router& router, const Access& access) {
  router.add(http::Method::get,
             "/campaigns/{campaign}/newsletter",
             access.guarded(accounts::Right::view, [this, &access](const http::Request& request) {
               return page(request, access);
             }));
}

http::Answer CampaignMail::page(const http::Request& request, const Access& access) const {
  const auto name = request.parameter("campaign");
  TRY_VOID(tallies_.campaign(name));
  TRY(const auto addresses, addresses_of(request, access.is_secure(request)));
  auto response =
      http::Response::html(200, campaign_mail(name, tallies_.items(name, kItemsMax), addresses));
  response.header("Cache-Control", "no-store");
  // As in a mail client: nothing runs, and only the dashboard shows it in a frame.
  response.header("Content-Security-Policy",
                  "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
                  "frame-ancestors 'self'");
  response.header("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace vitrine::endpoints
