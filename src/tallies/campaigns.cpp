#include "tallies/campaigns.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

#include "tallies/campaign_keys.h"

namespace vitrine::tallies {

Campaigns::Campaigns(HotRule rule, std::size_t hot_max) : rule_(rule) {
  for (auto& part : parts_) part.hot.limit(std::max<std::size_t>(1, hot_max / kParts));
}

Campaigns::CampaignEntry& Campaigns::entry(Part& part, std::string_view campaign) {
  const auto found = part.campaigns.find(campaign);
  if (found != part.campaigns.end()) return found->second;
  size_.fetch_add(1, std::memory_order_relaxed);
  return part.campaigns.try_emplace(std::string(campaign)).first->second;
}

Campaigns::ItemEntry& Campaigns::entry(CampaignEntry& campaign, std::string_view item) {
  const auto found = campaign.items.find(item);
  if (found != campaign.items.end()) return found->second;
  size_.fetch_add(1, std::memory_order_relaxed);
  return campaign.items.try_emplace(std::string(item)).first->second;
}

const Campaigns::ItemEntry* Campaigns::find(const Part& part,
                                            std::string_view campaign,
                                            std::string_view item) {
  const auto owner = part.campaigns.find(campaign);
  if (owner == part.campaigns.end()) return nullptr;
  const auto found = owner->second.items.find(item);
  return found == owner->second.items.end() ? nullptr : &found->second;
}

void Campaigns::count(const CountClicks& clicks, Position position, Second at) {
  auto& part = part_of(clicks.campaign);
  const std::scoped_lock lock(part.mutex);
  if (!clicks.open && find(part, clicks.campaign, clicks.item) == nullptr) return;
  auto& campaign = entry(part, clicks.campaign);
  auto& item = entry(campaign, clicks.item);
  if (position <= item.holds) return;
  const auto before = item.clicks.total();
  const bool was_hot = item.clicks.is_hot();
  item.clicks.add(at, clicks.times);
  if (!was_hot && item.clicks.is_hot()) part.hot.joined(item, at);
  campaign.clicks += clicks.times;
  // The key of the map lives as long as the item does.
  campaign.ranking.move(campaign.items.find(clicks.item)->first, before, item.clicks.total());
  auto key = item_key(clicks.campaign, clicks.item);
  leaders_.count(key, clicks.times, at);
  part.changed.insert(std::move(key));
}

void Campaigns::put(const PutCampaign& put, Position position) {
  auto& part = part_of(put.campaign);
  const std::scoped_lock lock(part.mutex);
  auto& campaign = entry(part, put.campaign);
  if (position <= campaign.holds) return;
  campaign.settings = read_campaign_settings(put.settings);
  campaign.is_put = true;
  part.changed.insert(campaign_key(put.campaign));
}

void Campaigns::put(const PutItem& put, Position position) {
  auto& part = part_of(put.campaign);
  const std::scoped_lock lock(part.mutex);
  auto& item = entry(entry(part, put.campaign), put.item);
  if (position <= item.holds) return;
  item.settings = read_item_settings(put.settings);
  part.changed.insert(item_key(put.campaign, put.item));
}

void Campaigns::forget(Part& part,
                       std::string_view campaign,
                       CampaignEntry& owner,
                       std::string_view item) {
  const auto found = owner.items.find(item);
  const auto clicks = found->second.clicks.total();
  owner.ranking.move(found->first, clicks, 0);
  owner.clicks -= clicks;
  part.hot.left(found->second);
  part.changed.insert(item_key(campaign, item));
  owner.items.erase(found);
  size_.fetch_sub(1, std::memory_order_relaxed);
}

void Campaigns::drop(const DropItem& drop, Position position) {
  auto& part = part_of(drop.campaign);
  const std::scoped_lock lock(part.mutex);
  const auto owner = part.campaigns.find(drop.campaign);
  if (owner == part.campaigns.end()) return;
  const auto item = owner->second.items.find(drop.item);
  if (item == owner->second.items.end() || position <= item->second.holds) return;
  forget(part, drop.campaign, owner->second, drop.item);
}

void Campaigns::drop(const DropCampaign& drop, Position position) {
  auto& part = part_of(drop.campaign);
  const std::scoped_lock lock(part.mutex);
  const auto owner = part.campaigns.find(drop.campaign);
  if (owner == part.campaigns.end() || position <= owner->second.holds) return;
  auto& items = owner->second.items;
  while (!items.empty()) {
    forget(part, drop.campaign, owner->second, std::string(items.begin()->first));
  }
  part.changed.insert(campaign_key(drop.campaign));
  part.campaigns.erase(owner);
  size_.fetch_sub(1, std::memory_order_relaxed);
}

ItemCounts Campaigns::counts(const CampaignEntry& campaign,
                             std::string_view name,
                             const ItemEntry& item,
                             Second now) const {
  ItemCounts counts;
  counts.clicks = item.clicks.total();
  counts.rank = campaign.ranking.rank(name, counts.clicks);
  counts.minute_bits = item.clicks.minute_bits(now);
  const auto window = (std::uint64_t{1} << rule_.window) - 1;
  counts.hot_minutes = static_cast<unsigned>(std::popcount(counts.minute_bits & window));
  if (counts.rank == 1) {
    counts.badge = Badge::popular;
  } else if (counts.hot_minutes >= rule_.minutes) {
    counts.badge = Badge::hot;
  }
  return counts;
}

std::optional<Item> Campaigns::item(std::string_view campaign,
                                    std::string_view item,
                                    Second now) const {
  const auto& part = part_of(campaign);
  const std::scoped_lock lock(part.mutex);
  const auto* const found = find(part, campaign, item);
  if (found == nullptr) return std::nullopt;
  const auto& owner = part.campaigns.find(campaign)->second;
  return Item{std::string(item), found->settings, counts(owner, item, *found, now)};
}

std::optional<std::string> Campaigns::url(std::string_view campaign, std::string_view item) const {
  const auto& part = part_of(campaign);
  const std::scoped_lock lock(part.mutex);
  const auto* const found = find(part, campaign, item);
  if (found == nullptr || !found->settings) return std::nullopt;
  return found->settings->url;
}

bool Campaigns::knows(std::string_view campaign, std::string_view item) const {
  const auto& part = part_of(campaign);
  const std::scoped_lock lock(part.mutex);
  return find(part, campaign, item) != nullptr;
}

std::vector<Item> Campaigns::items(std::string_view campaign, std::size_t limit, Second now) const {
  const auto& part = part_of(campaign);
  const std::scoped_lock lock(part.mutex);
  const auto owner = part.campaigns.find(campaign);
  if (owner == part.campaigns.end()) return {};
  const auto& all = owner->second.items;
  std::vector<Item> items;
  const auto take = [&](std::string_view name, const ItemEntry& item) {
    items.push_back({std::string(name), item.settings, counts(owner->second, name, item, now)});
  };
  for (const auto name : owner->second.ranking.first(limit)) take(name, all.find(name)->second);
  std::vector<std::string_view> unclicked;
  for (const auto& [name, item] : all) {
    if (item.clicks.total() == 0) unclicked.push_back(name);
  }
  std::ranges::sort(unclicked);
  for (const auto name : unclicked) {
    if (items.size() == limit) break;
    take(name, all.find(name)->second);
  }
  return items;
}

std::vector<LeadingItem> Campaigns::hot(std::size_t limit, Second now) const {
  std::vector<LeadingItem> hot;
  for (const auto& key : leaders_.names()) {
    const auto [owner, name] = names_in(key);
    auto found = item(owner, name, now);
    if (!found || found->counts.hot_minutes < rule_.minutes) continue;
    hot.push_back({std::string(owner), *std::move(found)});
  }
  const auto rank = [](const LeadingItem& one) {
    const auto& counts = one.item.counts;
    return std::tuple(~counts.hot_minutes, ~counts.clicks, std::string_view(one.item.name));
  };
  std::ranges::sort(hot, {}, rank);
  if (hot.size() > limit) hot.resize(limit);
  return hot;
}

std::optional<Campaign> Campaigns::campaign(std::string_view campaign) const {
  const auto& part = part_of(campaign);
  const std::scoped_lock lock(part.mutex);
  const auto found = part.campaigns.find(campaign);
  if (found == part.campaigns.end()) return std::nullopt;
  const auto& entry = found->second;
  return Campaign{found->first, entry.settings, entry.clicks, entry.items.size()};
}

std::vector<Campaign> Campaigns::all() const {
  std::vector<Campaign> campaigns;
  for (const auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    for (const auto& [name, entry] : part.campaigns) {
      campaigns.push_back({name, entry.settings, entry.clicks, entry.items.size()});
    }
  }
  std::ranges::sort(campaigns, {}, &Campaign::name);
  return campaigns;
}

}  // namespace vitrine::tallies
