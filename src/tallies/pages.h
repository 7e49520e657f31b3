// The truth about pages, in memory.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tallies/cold_names.h"
#include "tallies/hot_list.h"
#include "tallies/leaders.h"
#include "tallies/log.h"
#include "tallies/operation.h"
#include "tallies/series.h"
#include "tallies/text_hash.h"
#include "tallies/visitors.h"

namespace vitrine::tallies {

// All zero for a page that nobody has looked at.
struct PageCounts {
  std::uint64_t last_minute = 0;
  std::uint64_t last_hour = 0;
  // Since midnight, UTC.
  std::uint64_t today = 0;
  std::uint64_t total = 0;
  // An estimate, see visitors.h. Zero when nobody may be recognised.
  std::uint64_t visitors_today = 0;
  // In all, and in none of the others.
  std::uint64_t bots = 0;
  std::uint64_t prefetches = 0;

  bool operator==(const PageCounts&) const = default;
};

// One of those with most views of late.
struct LeadingPage {
  std::string name;
  PageCounts counts;
};

// Lives on: any thread (a mutex for each 64th of the names).
class Pages {
 public:
  // `hot_max`: pages whose windows are spread out in memory, 2.3 KB each.
  explicit Pages(std::size_t hot_max);

  void count(const CountViews& views, Position position, Second at);
  PageCounts read(std::string_view page, Second now) const;
  std::vector<std::uint32_t> history(std::string_view page, Span span, Second now) const;
  bool knows(std::string_view page) const;
  // Those with most views in the last hour, most first, then by today's views and by name; at most
  // `limit`, and Leaders::kMax. Looks at that many pages, however many there are.
  std::vector<LeadingPage> leading(std::size_t limit, Second now) const;

  // Of all pages.
  std::uint64_t last_minute(Second now) const { return leaders_.last_minute(now); }

  std::size_t size() const { return size_.load(std::memory_order_relaxed); }

  std::size_t hot() const;

  void restore(std::string_view page, std::string_view state, Position holds, Second now);
  // Appends at most `limit` states with `prefix` in front of their keys.
  void changed(std::size_t limit, std::string_view prefix, std::vector<Saved>& to);
  void not_saved(std::string_view page);
  void change_all();
  void forget_all();

 private:
  // One that is being counted, or has changed since it was saved. All others are cold.
  struct Page {
    Series views;
    std::uint64_t bots = 0;
    std::uint64_t prefetches = 0;
    std::unique_ptr<Visitors> visitors;
    Position holds = 0;
    bool is_changed = false;
  };

  using Names = std::unordered_map<std::string, Page, TextHash, std::equal_to<>>;

  static Series& series_of(Names::value_type& entry) { return entry.second.views; }

  struct Part {
    mutable std::mutex mutex;
    // A name is in one of the two.
    Names pages;
    ColdNames cold;
    std::vector<Names::value_type*> changed;
    HotList<Names::value_type, series_of> hot;
  };

  static constexpr std::size_t kParts = 64;

  Part& part_of(std::string_view page) { return parts_[TextHash{}(page) % kParts]; }

  const Part& part_of(std::string_view page) const { return parts_[TextHash{}(page) % kParts]; }

  // Under the part's mutex, all of them.

  // The entry of a name, made when there is none, out of the cold if it is there.
  Names::value_type& entry(Part& part, std::string_view page);
  // Of one that is neither hot nor changed; the entry is gone then.
  static void cool(Part& part, Names::value_type& entry, std::string_view state);
  static void mark(Part& part, Names::value_type& entry);
  // What `look` finds in the page of that name, or in one that nobody has looked at.
  static auto looked_at(const Part& part, std::string_view page, const auto& look);
  static std::string state_of(const Page& page);
  static Page page_of(std::string_view state, Position holds);

  std::array<Part, kParts> parts_;
  Leaders leaders_;
  std::atomic<std::size_t> size_{0};
};

}  // namespace vitrine::tallies
