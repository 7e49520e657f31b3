#include "tallies/pages.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "tallies/bytes.h"

namespace vitrine::tallies {

Pages::Pages(std::size_t hot_max) {
  for (auto& part : parts_) part.hot.limit(std::max<std::size_t>(1, hot_max / kParts));
}

Pages::Names::value_type& Pages::entry(Part& part, std::string_view page) {
  const auto found = part.pages.find(page);
  if (found != part.pages.end()) return *found;
  auto& made = *part.pages.try_emplace(std::string(page)).first;
  if (const auto cold = part.cold.find(page)) {
    made.second = page_of(cold->state, cold->holds);
    part.cold.erase(page);
  } else {
    size_.fetch_add(1, std::memory_order_relaxed);
  }
  return made;
}

void Pages::cool(Part& part, Names::value_type& entry, std::string_view state) {
  part.cold.put(entry.first, entry.second.holds, state);
  part.pages.erase(part.pages.find(entry.first));
}

void Pages::mark(Part& part, Names::value_type& entry) {
  if (std::exchange(entry.second.is_changed, true)) return;
  part.changed.push_back(&entry);
}

void Pages::count(const CountViews& views, Position position, Second at) {
  auto& part = part_of(views.page);
  const std::scoped_lock lock(part.mutex);
  auto& named = entry(part, views.page);
  auto& page = named.second;
  if (position <= page.holds) return;
  mark(part, named);
  if (views.visit == Visit::bot) {
    page.bots += views.times;
    return;
  }
  if (views.visit == Visit::prefetch) {
    page.prefetches += views.times;
    return;
  }
  if (views.visitor) {
    if (!page.visitors) page.visitors = std::make_unique<Visitors>();
    page.visitors->add(at / kDay, *views.visitor);
  }
  const bool was_hot = page.views.is_hot();
  page.views.add(at, views.times);
  leaders_.count(views.page, views.times, at);
  if (was_hot || !page.views.is_hot()) return;
  auto* const packed = part.hot.joined(named, at);
  if (packed != nullptr && !packed->second.is_changed) {
    cool(part, *packed, state_of(packed->second));
  }
}

auto Pages::looked_at(const Part& part, std::string_view page, const auto& look) {
  const std::scoped_lock lock(part.mutex);
  const auto found = part.pages.find(page);
  if (found != part.pages.end()) return look(found->second);
  const auto cold = part.cold.find(page);
  return look(cold ? page_of(cold->state, cold->holds) : Page());
}

PageCounts Pages::read(std::string_view name, Second now) const {
  return looked_at(part_of(name), name, [now](const Page& page) -> PageCounts {
    const auto recent = page.views.recent(now);
    return {.last_minute = recent.last_minute,
            .last_hour = recent.last_hour,
            .today = recent.today,
            .total = page.views.total(),
            .visitors_today = page.visitors ? page.visitors->count(now / kDay) : 0,
            .bots = page.bots,
            .prefetches = page.prefetches};
  });
}

std::vector<std::uint32_t> Pages::history(std::string_view name, Span span, Second now) const {
  return looked_at(
      part_of(name), name, [span, now](const Page& page) { return page.views.history(span, now); });
}

bool Pages::knows(std::string_view page) const {
  const auto& part = part_of(page);
  const std::scoped_lock lock(part.mutex);
  return part.pages.contains(page) || part.cold.contains(page);
}

std::size_t Pages::hot() const {
  std::size_t all = 0;
  for (const auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    all += part.hot.size();
  }
  return all;
}

std::string Pages::state_of(const Page& page) {
  std::string state;
  put_text(state, page.views.saved());
  put_number(state, page.bots);
  put_number(state, page.prefetches);
  put_text(state, page.visitors ? page.visitors->saved() : std::string());
  return state;
}

Pages::Page Pages::page_of(std::string_view state, Position holds) {
  Page page;
  ByteReader from(state);
  Series::restore(from.text(), page.views);
  page.bots = from.number();
  page.prefetches = from.number();
  page.holds = holds;
  const auto visitors = from.text();
  if (visitors.empty()) return page;
  page.visitors = std::make_unique<Visitors>();
  Visitors::restore(visitors, *page.visitors);
  return page;
}

std::vector<LeadingPage> Pages::leading(std::size_t limit, Second now) const {
  std::vector<LeadingPage> pages;
  for (auto& name : leaders_.names()) {
    const auto counts = read(name, now);
    // It was forgotten, or saw robots only.
    if (counts.total != 0) pages.push_back({std::move(name), counts});
  }
  const auto key = [](const LeadingPage& page) {
    return std::tuple(~page.counts.last_hour, ~page.counts.today, std::string_view(page.name));
  };
  std::ranges::sort(pages, {}, key);
  if (pages.size() > limit) pages.resize(limit);
  return pages;
}

void Pages::restore(std::string_view name, std::string_view state, Position holds, Second now) {
  auto& part = part_of(name);
  const std::scoped_lock lock(part.mutex);
  // Counted already: what is here is newer than what was saved.
  if (part.pages.contains(name)) return;
  if (!part.cold.put(name, holds, state)) return;
  size_.fetch_add(1, std::memory_order_relaxed);
  Series views;
  if (Series::restore(ByteReader(state).text(), views)) leaders_.restore(name, views, now);
}

void Pages::changed(std::size_t limit, std::string_view prefix, std::vector<Saved>& to) {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    while (to.size() < limit && !part.changed.empty()) {
      auto& entry = *part.changed.back();
      part.changed.pop_back();
      entry.second.is_changed = false;
      to.push_back({std::string(prefix) + entry.first, state_of(entry.second)});
      if (!entry.second.views.is_hot()) cool(part, entry, to.back().state);
    }
    if (to.size() >= limit) return;
  }
}

void Pages::not_saved(std::string_view page) {
  auto& part = part_of(page);
  const std::scoped_lock lock(part.mutex);
  if (part.pages.contains(page) || part.cold.contains(page)) mark(part, entry(part, page));
}

void Pages::change_all() {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    std::vector<std::string> cold;
    part.cold.each([&cold](std::string_view name) { cold.emplace_back(name); });
    for (const auto& name : cold) entry(part, name);
    for (auto& entry : part.pages) mark(part, entry);
  }
}

void Pages::forget_all() {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    size_.fetch_sub(part.pages.size() + part.cold.size(), std::memory_order_relaxed);
    part.hot.clear();
    part.changed.clear();
    part.pages.clear();
    part.cold.clear();
  }
  leaders_.forget_all();
}

}  // namespace vitrine::tallies
