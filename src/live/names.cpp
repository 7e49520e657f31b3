#include "live/names.h"

#include <utility>

#include "failure/check.h"

namespace vitrine::live {

void Names::declare(std::string name, TopicOptions options) {
  const auto [at, added] = declared_.emplace(std::move(name), std::move(options));
  check(added, "a topic is declared once");
  if (at->first.ends_with(':')) return;
  const std::lock_guard lock(mutex_);
  ++entry(at->first).holders;
}

const TopicOptions* Names::options_of(std::string_view name) const {
  const auto colon = name.find(':');
  const bool family = colon != std::string_view::npos;
  if (family && colon + 1 == name.size()) return nullptr;
  const auto found = declared_.find(family ? name.substr(0, colon + 1) : name);
  return found == declared_.end() ? nullptr : &found->second;
}

Names::Entry& Names::entry(std::string_view name) {
  if (const auto found = entries_.find(name); found != entries_.end()) return found->second;
  const auto* const options = options_of(name);
  check(options != nullptr, "a topic that is read has been declared");
  auto& made = entries_[std::string(name)];
  made.topic = std::make_shared<TopicName>(next_id_++, std::string(name), options);
  size_.store(entries_.size(), std::memory_order_relaxed);
  return made;
}

SharedTopic Names::take(std::string_view name) {
  const std::lock_guard lock(mutex_);
  auto& had = entry(name);
  ++had.holders;
  return had.topic;
}

bool Names::give_back(const SharedTopic& topic) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(topic->name);
  if (--found->second.holders > 0) return false;
  entries_.erase(found);
  size_.store(entries_.size(), std::memory_order_relaxed);
  return true;
}

SharedTopic Names::find(std::string_view name) const {
  if (size() == 0) return nullptr;
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : found->second.topic;
}

SharedTopic Names::mark_changed(std::string_view name) {
  auto topic = find(name);
  if (topic && topic->dirty.exchange(true, std::memory_order_relaxed)) topic.reset();
  return topic;
}

}  // namespace vitrine::live
