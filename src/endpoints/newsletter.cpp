#include "endpoints/newsletter.h"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "newsletter_texts.h"

namespace vitrine::endpoints {

namespace {

constexpr std::string_view kCampaign = "july1";

struct Product {
  // Of the photograph in the namespace product/image, and of the item.
  std::string_view id;
  std::string_view title;
  std::string_view price;
};

constexpr std::array<Product, 3> kProducts = {{{"Bridge_by_Sander_Klootwijk", "The bridge", "€ 49"},
                                               {"Wine_by_Jakkub_Mede", "An evening in", "€ 35"},
                                               {"Dragonfly_by_Bolly", "Dragonfly", "€ 42"}}};

// 1: item, 2: campaign, 3: unique, 4: title, 5: price.
constexpr std::string_view kItem = R"(<tr><td style="padding:20px 28px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td width="300" valign="top"><a href="/fwd/{campaign}/{item}"><img src="/product/image/{item}/300x200.jpg?badge={campaign}" width="300" height="200" alt="{title}" style="display:block;border:0;border-radius:6px"></a></td>
<td valign="top" style="padding-left:20px"><a href="/fwd/{campaign}/{item}" style="color:#1b1f24;text-decoration:none"><b style="font-size:18px">{title}</b></a><br>{price}<br>
<img src="/badge/{campaign}/{item}/{unique}.png?scale=2" width="200" height="49" alt="" style="margin-top:12px"><br>
<a href="/info/{campaign}/{item}" style="color:#57606a;font-size:13px">what was counted</a></td>
</tr></table></td></tr>
)";

}  // namespace

Newsletter::Newsletter(bool enabled, tallies::Tallies& tallies)
    : enabled_(enabled), tallies_(tallies) {
}

void Newsletter::add_routes(http::Router& router) const {
  if (!enabled_) return;
  router.add(http::Method::get,
             "/demo/email",
             [this](const http::Request& request) -> http::Answer { return page(request); });
}

Task<void> Newsletter::put_campaign() {
  if (!enabled_ || tallies_.campaign(kCampaign)) co_return;
  co_await tallies_.put_campaign(kCampaign, {});
  for (const auto& product : kProducts) {
    const auto picture = "/product/image/" + std::string(product.id);
    co_await tallies_.put_item(
        kCampaign,
        product.id,
        {picture + "/w1000.jpg", std::string(product.title), picture + "/300x200.jpg"});
  }
}

http::Response Newsletter::page(const http::Request& request) const {
  std::string items;
  for (const auto& product : kProducts) {
    // In a mail each reader has another one, so that proxies do not share a copy.
    items += fmt::format(kItem,
                         fmt::arg("campaign", kCampaign),
                         fmt::arg("item", product.id),
                         fmt::arg("title", product.title),
                         fmt::arg("price", product.price),
                         fmt::arg("unique", request.id));
  }
  std::string html(embedded::kNewsletterPage);
  constexpr std::string_view kPlace = "{items}";
  html.replace(html.find(kPlace), kPlace.size(), items);
  auto response = http::Response::html(200, std::move(html));
  response.header("Cache-Control", "no-store");
  response.header("Content-Security-Policy",
                  "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'");
  return response;
}

}  // namespace vitrine::endpoints
