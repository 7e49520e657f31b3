#include "endpoints/campaign_mail.h"

#include <gmock/gmock.h>

namespace vitrine::endpoints {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

tallies::Item item(const char* name, tallies::ItemSettings settings) {
  return {.name = name, .settings = std::move(settings), .counts = {}};
}

TEST(CampaignMail, HasALinkThatCountsAndABadgeForEachItem) {
  const auto html = campaign_mail(
      "july1",
      {item("camera", {"https://shop.example/c", "Camera", "/product/image/c/300x200.jpg"})},
      {"https://pictures.example", "{{recipient}}"});
  EXPECT_THAT(html, HasSubstr("href=\"https://pictures.example/fwd/july1/camera\""));
  EXPECT_THAT(html, HasSubstr("src=\"https://pictures.example/product/image/c/300x200.jpg\""));
  EXPECT_THAT(html,
              HasSubstr("https://pictures.example/badge/july1/camera/{{recipient}}.png?scale=2"));
  EXPECT_THAT(html, HasSubstr(">Camera<"));
  EXPECT_THAT(html, Not(HasSubstr("{items}")));
}

TEST(CampaignMail, TakesNoNameForMarkup) {
  const auto html = campaign_mail(
      "a&b \"{title}\"",
      {item("<script>/1", {"https://shop.example/c", "<b>", "https://elsewhere.example/\"x"})},
      {"https://pictures.example", "1"});
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, HasSubstr("&lt;b&gt;"));
  EXPECT_THAT(html, HasSubstr("/fwd/a%26b%20%22%7Btitle%7D%22/%3Cscript%3E%2F1"));
  EXPECT_THAT(html, HasSubstr("https://elsewhere.example/&quot;x"));
}

TEST(CampaignMail, LeavesOutWhatLeadsNowhere) {
  const auto html =
      campaign_mail("july1", {{.name = "only clicked", .settings = {}, .counts = {}}}, {});
  EXPECT_THAT(html, Not(HasSubstr("only")));
}

}  // namespace
}  // namespace vitrine::endpoints
