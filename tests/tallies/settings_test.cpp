#include "tallies/settings.h"

#include <gtest/gtest.h>

namespace vitrine::tallies {
namespace {

TEST(ItemSettings, ComeBackAsTheyWereSaved) {
  const ItemSettings settings{"https://shop.example/c?x=1", "Camera", "/product/image/1/w500.jpg"};
  EXPECT_EQ(read_item_settings(saved(settings)), settings);
  const CampaignSettings campaign{"BELIEBT", "HEISS"};
  EXPECT_EQ(read_campaign_settings(saved(campaign)), campaign);
  EXPECT_EQ(read_item_settings("").url, "");
}

TEST(ItemSettings, AreRefusedWithFieldValueAndLimit) {
  struct Row {
    ItemSettings settings;
    const char* says;
  };

  const Row rows[] = {
      {{"", "", ""}, "url \"\""},
      {{"ftp://a/b", "", ""}, "ftp://a/b"},
      {{"javascript:alert(1)", "", ""}, "javascript"},
      {{"//evil.example", "", ""}, "url"},
      {{"https://", "", ""}, "url"},
      {{"https:///x", "", ""}, "url"},
      {{"https://a\\b", "", ""}, "url"},
      {{"https://a/b c", "", ""}, "url"},
      {{"https://a/\r\nSet-Cookie:", "", ""}, "control"},
      {{"https://a/" + std::string(2048, 'x'), "", ""}, "2058 bytes; at most 2048"},
      {{"https://a", std::string(257, 't'), ""}, "title has 257 bytes; at most 256"},
      {{"https://a", "", "https://other/x.jpg"}, "image"},
      {{"https://a", "", "//other/x.jpg"}, "image"},
  };
  for (const auto& row : rows) {
    const auto checked = check_settings(row.settings);
    ASSERT_FALSE(checked) << row.settings.url;
    EXPECT_EQ(checked.error().kind, FailureKind::bad_request);
    EXPECT_NE(checked.error().public_message.find(row.says), std::string::npos)
        << checked.error().public_message;
  }
  EXPECT_TRUE(check_settings(ItemSettings{"http://127.0.0.1:8100/x", "", ""}));
  EXPECT_TRUE(check_settings(ItemSettings{"/product/1?x=2", "", ""}));
}

TEST(CampaignSettings, HaveShortTexts) {
  EXPECT_TRUE(check_settings(CampaignSettings{"", ""}));
  EXPECT_FALSE(check_settings(CampaignSettings{std::string(33, 'x'), ""}));
  EXPECT_FALSE(check_settings(CampaignSettings{"", "a\nb"}));
  EXPECT_FALSE(check_settings(CampaignSettings{"", "", "a\nb"}));
  EXPECT_FALSE(check_settings(CampaignSettings{"", "", "", std::string(1281, 'x')}));
  EXPECT_TRUE(check_settings(CampaignSettings{"", "", "product/image/sale", "user/avatar/hot"}));
}

TEST(CampaignSettings, AreReadAsOlderProcessesSavedThem) {
  struct Row {
    const char* reason;
    CampaignSettings settings;
    std::string bytes;
  };

  const std::string words("\x04POP!\x04HOT!");
  const Row rows[] = {
      {"nothing", {"", ""}, std::string(2, '\0')},
      {"words, as before there were pictures", {"POP!", "HOT!"}, words},
      {"a picture", {"POP!", "HOT!", "p/sale"}, words + "\x06p/sale" + std::string(1, '\0')},
      {"the other one",
       {"POP!", "HOT!", "", "p/sale"},
       words + std::string(1, '\0') + "\x06p/sale"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(saved(row.settings), row.bytes) << row.reason;
    EXPECT_EQ(read_campaign_settings(row.bytes), row.settings) << row.reason;
  }
  EXPECT_EQ(read_campaign_settings(words + "\x06p/sa"), (CampaignSettings{"POP!", "HOT!"}))
      << "cut short";
}

}  // namespace
}  // namespace vitrine::tallies
