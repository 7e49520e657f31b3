// What an operator says about campaigns and their items.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "failure/result.h"

namespace vitrine::tallies {

// What a campaign's badges look like.
struct CampaignSettings {
  // Words; empty means those of the configuration.
  std::string popular_text;
  std::string hot_text;
  // Pictures of ours in place of the words: their namespace and id ("product/image/sale"). Empty
  // means the words.
  std::string popular_image = {};
  std::string hot_image = {};

  bool operator==(const CampaignSettings&) const = default;
};

struct ItemSettings {
  // Where a click leads: an absolute http or https address, or a path on this server.
  std::string url;
  std::string title;
  // The path of a picture of ours ("/product/image/camera/w500.jpg"); may be empty.
  std::string image;

  bool operator==(const ItemSettings&) const = default;
};

inline constexpr std::size_t kUrlBytesMax = 2048;
inline constexpr std::size_t kTitleBytesMax = 256;
inline constexpr std::size_t kBadgeTextBytesMax = 32;
inline constexpr std::size_t kBadgeImageBytesMax = 1280;

// bad_request that names the field, its value and the limit.
Result<void> check_settings(const CampaignSettings& settings);
Result<void> check_settings(const ItemSettings& settings);

// Their form on disk: texts in a row. What came later stands behind what was there, and is left out
// where it is empty, so that older and newer processes read each other's.
std::string saved(const CampaignSettings& settings);
std::string saved(const ItemSettings& settings);
// Fields that are missing are empty.
CampaignSettings read_campaign_settings(std::string_view bytes);
ItemSettings read_item_settings(std::string_view bytes);

}  // namespace vitrine::tallies
