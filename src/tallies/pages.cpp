#include "tallies/pages.h"

#include <algorithm>

#include "tallies/bytes.h"

namespace vitrine::tallies {

Pages::Pages(std::size_t hot_max) {
  for (auto& part : parts_) part.hot.limit(std::max<std::size_t>(1, hot_max / kParts));
}

Pages::Names::value_type& Pages::entry(Part& part, std::string_view page) {
  const auto found = part.pages.find(page);
  if (found != part.pages.end()) return *found;
  size_.fetch_add(1, std::memory_order_relaxed);
  return *part.pages.try_emplace(std::string(page)).first;
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
  const bool was_hot = page.views.is_hot();
  page.views.add(at, views.times);
  if (!was_hot) part.hot.joined(page.views, at);
  if (!views.visitor) return;
  if (!page.visitors) page.visitors = std::make_unique<Visitors>();
  page.visitors->add(at / kDay, *views.visitor);
}

PageCounts Pages::read(std::string_view name, Second now) const {
  const auto& part = part_of(name);
  const std::scoped_lock lock(part.mutex);
  const auto found = part.pages.find(name);
  if (found == part.pages.end()) return {};
  const auto& page = found->second;
  return {.last_minute = page.views.last_minute(now),
          .last_hour = page.views.last_hour(now),
          .today = page.views.today(now),
          .total = page.views.total(),
          .visitors_today = page.visitors ? page.visitors->count(now / kDay) : 0,
          .bots = page.bots,
          .prefetches = page.prefetches};
}

std::vector<std::uint32_t> Pages::history(std::string_view page, Span span, Second now) const {
  const auto& part = part_of(page);
  const std::scoped_lock lock(part.mutex);
  const auto found = part.pages.find(page);
  return found == part.pages.end() ? Series().history(span, now)
                                   : found->second.views.history(span, now);
}

bool Pages::knows(std::string_view page) const {
  const auto& part = part_of(page);
  const std::scoped_lock lock(part.mutex);
  return part.pages.contains(page);
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

void Pages::restore(std::string_view name, std::string_view state, Position holds) {
  auto& part = part_of(name);
  const std::scoped_lock lock(part.mutex);
  auto& page = entry(part, name).second;
  ByteReader from(state);
  Series::restore(from.text(), page.views);
  page.bots = from.number();
  page.prefetches = from.number();
  page.holds = holds;
  const auto visitors = from.text();
  if (visitors.empty()) return;
  page.visitors = std::make_unique<Visitors>();
  Visitors::restore(visitors, *page.visitors);
}

void Pages::changed(std::size_t limit, std::string_view prefix, std::vector<Saved>& to) {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    for (; to.size() < limit && !part.changed.empty(); part.changed.pop_back()) {
      auto& [name, page] = *part.changed.back();
      page.is_changed = false;
      to.push_back({std::string(prefix) + name, state_of(page)});
    }
    if (to.size() >= limit) return;
  }
}

void Pages::not_saved(std::string_view page) {
  auto& part = part_of(page);
  const std::scoped_lock lock(part.mutex);
  const auto found = part.pages.find(page);
  if (found != part.pages.end()) mark(part, *found);
}

void Pages::change_all() {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    for (auto& entry : part.pages) mark(part, entry);
  }
}

void Pages::forget_all() {
  for (auto& part : parts_) {
    const std::scoped_lock lock(part.mutex);
    size_.fetch_sub(part.pages.size(), std::memory_order_relaxed);
    part.hot.clear();
    part.changed.clear();
    part.pages.clear();
  }
}

}  // namespace vitrine::tallies
