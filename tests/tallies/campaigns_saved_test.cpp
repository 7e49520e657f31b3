// States of campaigns and items, as a damaged store may give them back.
#include <gtest/gtest.h>

#include "tallies/bytes.h"
#include "tallies/campaign_keys.h"
#include "tallies/campaigns.h"

namespace vitrine::tallies {
namespace {

constexpr Second kNow = 1'700'000'000;

std::string state_with(std::uint64_t clicks) {
  Series series;
  series.add(kNow, static_cast<std::uint32_t>(clicks));
  std::string state;
  put_text(state, series.saved());
  put_number(state, 0);
  return state;
}

TEST(CampaignsSaved, LetTheLastStateOfAnItemBeTheOne) {
  const auto key = item_key("july1", "camera");
  // The length of the campaign's name, five, in two bytes instead of one.
  const std::string other_key = std::string("i\x85") + '\0' + "july1camera";

  struct Row {
    const char* reason;
    std::string second;
    bool clicked;
  };

  const Row rows[] = {{"the same key again", key, false},
                      {"another key of the same item", other_key, false},
                      {"after it was clicked", key, true}};
  for (const auto& row : rows) {
    Campaigns campaigns({}, 64);
    campaigns.restore_item(key, state_with(3), 1, kNow);
    if (row.clicked) campaigns.count({.campaign = "july1", .item = "camera"}, 2, kNow);

    campaigns.restore_item(row.second, state_with(5), 3, kNow);

    EXPECT_EQ(campaigns.campaign("july1")->clicks, 5U) << row.reason;
    EXPECT_EQ(campaigns.items("july1", 10, kNow).size(), 1U) << row.reason;
    campaigns.drop(DropItem{"july1", "camera"}, 4);
    EXPECT_EQ(campaigns.campaign("july1")->clicks, 0U) << row.reason;
    EXPECT_TRUE(campaigns.items("july1", 10, kNow).empty()) << row.reason;
    for (int i = 0; i < 200; ++i) {
      const auto item = "item-" + std::to_string(i);
      campaigns.count({.campaign = "july1", .item = item, .open = true}, 5, kNow + i);
    }
    EXPECT_EQ(campaigns.items("july1", 1000, kNow).size(), 200U) << row.reason;
  }
}

TEST(CampaignsSaved, KeepWhatTheyHaveWhenAStateIsDamaged) {
  Campaigns campaigns({}, 64);
  campaigns.restore_item(item_key("july1", "camera"), state_with(3), 1, kNow);
  campaigns.restore_item(item_key("july1", "camera"), "\xff\xff", 2, kNow);
  EXPECT_EQ(campaigns.campaign("july1")->clicks, 3U);
}

}  // namespace
}  // namespace vitrine::tallies
