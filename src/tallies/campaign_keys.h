// Under which keys campaigns and items are saved.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "tallies/bytes.h"

namespace vitrine::tallies {

inline constexpr char kCampaignKey = 'c';
inline constexpr char kItemKey = 'i';

inline std::string campaign_key(std::string_view campaign) {
  return std::string(1, kCampaignKey) + std::string(campaign);
}

inline std::string item_key(std::string_view campaign, std::string_view item) {
  std::string key(1, kItemKey);
  put_text(key, campaign);
  key += item;
  return key;
}

// The campaign and the item of a key of an item; empty after damage.
inline std::pair<std::string_view, std::string_view> names_in(std::string_view key) {
  key.remove_prefix(1);
  ByteReader from(key);
  const auto campaign = from.text();
  if (from.broken()) return {};
  return {campaign, key.substr(static_cast<std::size_t>(campaign.end() - key.begin()))};
}

}  // namespace vitrine::tallies
