// How campaigns and items are saved and restored.
#include "tallies/campaign_keys.h"
#include "tallies/campaigns.h"

namespace vitrine::tallies {

void Campaigns::restore_campaign(std::string_view key, std::string_view state, Position holds) {
  const auto name = key.substr(1);
  auto& part = part_of(name);
  const std::scoped_lock lock(part.mutex);
  auto& campaign = entry(part, name);
  campaign.settings = read_campaign_settings(state);
  campaign.is_put = true;
  campaign.holds = holds;
}

void Campaigns::restore_item(std::string_view key,
                             std::string_view state,
                             Position holds,
                             Second now) {
  const auto [owner, name] = names_in(key);
  auto& part = part_of(owner);
  const std::scoped_lock lock(part.mutex);
  auto& campaign = entry(part, owner);
  auto& item = entry(campaign, name);
  // Nothing of an earlier state of it may stay behind: two keys of a damaged store can name one
  // item.
  const auto before = item.clicks.total();
  if (item.clicks.is_hot()) {
    part.hot.left(item);
    item.clicks.pack();
  }
  ByteReader from(state);
  Series::restore(from.text(), item.clicks);
  const bool has_settings = from.number() != 0;
  if (has_settings) item.settings = read_item_settings(from.text());
  item.holds = holds;
  campaign.clicks += item.clicks.total() - before;
  campaign.ranking.move(campaign.items.find(name)->first, before, item.clicks.total());
  if (before == 0) leaders_.restore(key, item.clicks, now);
}

Saved Campaigns::saved(const Part& part, const std::string& key) {
  if (key.front() == kCampaignKey) {
    const auto found = part.campaigns.find(std::string_view(key).substr(1));
    const bool gone = found == part.campaigns.end() || !found->second.is_put;
    return {key, gone ? "" : vitrine::tallies::saved(found->second.settings)};
  }
  const auto [campaign, name] = names_in(key);
  const auto* const item = find(part, campaign, name);
  if (item == nullptr) return {key, ""};
  std::string state;
  put_text(state, item->clicks.saved());
  put_number(state, item->settings ? 1 : 0);
  if (item->settings) put_text(state, vitrine::tallies::saved(*item->settings));
  return {key, std::move(state)};
}

void Campaigns::changed(std::size_t limit, std::vector<Saved>& to) {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    while (to.size() < limit && !part.changed.empty()) {
      const auto key = std::move(part.changed.extract(part.changed.begin()).value());
      to.push_back(saved(part, key));
    }
    if (to.size() >= limit) return;
  }
}

void Campaigns::not_saved(const std::string& key) {
  const auto campaign =
      key.front() == kCampaignKey ? std::string_view(key).substr(1) : names_in(key).first;
  auto& part = part_of(campaign);
  const std::scoped_lock lock(part.mutex);
  part.changed.insert(key);
}

void Campaigns::change_all() {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    for (const auto& [name, campaign] : part.campaigns) {
      part.changed.insert(campaign_key(name));
      for (const auto& [item, entry] : campaign.items) part.changed.insert(item_key(name, item));
    }
  }
}

void Campaigns::forget_all() {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    for (const auto& [name, campaign] : part.campaigns) {
      size_.fetch_sub(1 + campaign.items.size(), std::memory_order_relaxed);
    }
    part.hot.clear();
    part.changed.clear();
    part.campaigns.clear();
  }
  leaders_.forget_all();
}

}  // namespace vitrine::tallies
