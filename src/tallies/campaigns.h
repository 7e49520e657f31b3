// The truth about campaigns and their items, in memory.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "tallies/hot_list.h"
#include "tallies/leaders.h"
#include "tallies/log.h"
#include "tallies/operation.h"
#include "tallies/ranking.h"
#include "tallies/series.h"
#include "tallies/settings.h"
#include "tallies/text_hash.h"

namespace vitrine::tallies {

enum class Badge : std::uint8_t { blank, hot, popular };

// Hot: clicks in at least `minutes` different minutes of the last `window`, by the clock.
struct HotRule {
  unsigned minutes = 3;
  // At most 60.
  unsigned window = 20;
};

struct ItemCounts {
  std::uint64_t clicks = 0;
  // 1 for the item with most clicks of its campaign; 0 while it has none. Of two with the same
  // number the one whose name sorts last is before the other, as in Redis' ZREVRANGE.
  std::size_t rank = 0;
  // In the window of HotRule.
  unsigned hot_minutes = 0;
  // Bit i: clicked in the i-th minute before this one; 60 bits.
  std::uint64_t minute_bits = 0;
  Badge badge = Badge::blank;

  bool operator==(const ItemCounts&) const = default;
};

struct Item {
  std::string name;
  // Absent for an item that was only clicked (campaigns.open).
  std::optional<ItemSettings> settings;
  ItemCounts counts;
};

// An item of any campaign.
struct LeadingItem {
  std::string campaign;
  Item item;
};

struct Campaign {
  std::string name;
  CampaignSettings settings;
  std::uint64_t clicks = 0;
  std::size_t items = 0;
};

// Lives on: any thread (a mutex for each 16th of the campaigns).
class Campaigns {
 public:
  Campaigns(HotRule rule, std::size_t hot_max);

  void count(const CountClicks& clicks, Position position, Second at);
  void put(const PutCampaign& put, Position position);
  void put(const PutItem& put, Position position);
  void drop(const DropCampaign& drop, Position position);
  void drop(const DropItem& drop, Position position);

  std::optional<Campaign> campaign(std::string_view campaign) const;
  std::vector<Campaign> all() const;
  std::optional<Item> item(std::string_view campaign, std::string_view item, Second now) const;
  // Only what a redirect needs. Absent: no such item, or it has no settings.
  std::optional<std::string> url(std::string_view campaign, std::string_view item) const;
  bool knows(std::string_view campaign, std::string_view item) const;
  // By rank; those without clicks last, by name.
  std::vector<Item> items(std::string_view campaign, std::size_t limit, Second now) const;

  // Items that are hot by the rule, popular ones too: most hot minutes first, then most clicks. At
  // most `limit`, of the Leaders::kMax that were clicked most of late.
  std::vector<LeadingItem> hot(std::size_t limit, Second now) const;

  // Clicks on all items.
  std::uint64_t last_minute(Second now) const { return leaders_.last_minute(now); }

  // Campaigns and items together.
  std::size_t size() const { return size_.load(std::memory_order_relaxed); }

  void restore_campaign(std::string_view key, std::string_view state, Position holds);
  void restore_item(std::string_view key, std::string_view state, Position holds, Second now);
  void changed(std::size_t limit, std::vector<Saved>& to);
  // A key that changed() gave.
  void not_saved(const std::string& key);
  void change_all();
  void forget_all();

 private:
  struct ItemEntry {
    std::optional<ItemSettings> settings;
    Series clicks;
    Position holds = 0;
  };

  static Series& series_of(ItemEntry& item) { return item.clicks; }

  struct CampaignEntry {
    CampaignSettings settings;
    // Was it put, or only clicked?
    bool is_put = false;
    Position holds = 0;
    std::unordered_map<std::string, ItemEntry, TextHash, std::equal_to<>> items;
    Ranking ranking;
    std::uint64_t clicks = 0;
  };

  struct Part {
    mutable std::mutex mutex;
    std::map<std::string, CampaignEntry, std::less<>> campaigns;
    std::unordered_set<std::string> changed;
    HotList<ItemEntry, series_of> hot;
  };

  static constexpr std::size_t kParts = 16;

  Part& part_of(std::string_view campaign) { return parts_[TextHash{}(campaign) % kParts]; }

  const Part& part_of(std::string_view campaign) const {
    return parts_[TextHash{}(campaign) % kParts];
  }

  // Under the part's mutex, all of them.
  CampaignEntry& entry(Part& part, std::string_view campaign);
  ItemEntry& entry(CampaignEntry& campaign, std::string_view item);
  static const ItemEntry* find(const Part& part, std::string_view campaign, std::string_view item);
  void forget(Part& part, std::string_view campaign, CampaignEntry& owner, std::string_view item);
  ItemCounts counts(const CampaignEntry& campaign,
                    std::string_view name,
                    const ItemEntry& item,
                    Second now) const;
  static Saved saved(const Part& part, const std::string& key);

  const HotRule rule_;
  std::array<Part, kParts> parts_;
  // Of items, by the keys under which they are saved.
  Leaders leaders_;
  std::atomic<std::size_t> size_{0};
};

}  // namespace vitrine::tallies
