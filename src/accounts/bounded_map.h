// Values by text, as many as there is room for: a new one takes the place of that which was used
// least recently. One thread at a time.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace vitrine::accounts {

template <class Value>
class BoundedMap {
 public:
  explicit BoundedMap(std::size_t entries_max) : entries_max_(entries_max) {}

  // Null when absent. Counts as a use. Valid until the next call.
  Value* find(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    in_order_.splice(in_order_.begin(), in_order_, found->second);
    return &found->second->second;
  }

  // The value that is there, or a new one.
  Value& operator[](std::string_view key) {
    if (auto* value = find(key)) return *value;
    if (by_key_.size() >= entries_max_) erase(in_order_.back().first);
    in_order_.emplace_front(std::string(key), Value{});
    by_key_.emplace(in_order_.front().first, in_order_.begin());
    return in_order_.front().second;
  }

  void erase(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    const auto entry = found->second;
    by_key_.erase(found);
    in_order_.erase(entry);
  }

  void erase_if(const auto& goes) {
    for (auto entry = in_order_.begin(); entry != in_order_.end();) {
      const auto next = std::next(entry);
      if (goes(entry->second)) erase(std::string_view(entry->first));
      entry = next;
    }
  }

  std::size_t size() const { return by_key_.size(); }

 private:
  using Entries = std::list<std::pair<const std::string, Value>>;

  const std::size_t entries_max_;
  Entries in_order_;
  // Of the texts in `in_order_`, which stay where they are.
  std::unordered_map<std::string_view, typename Entries::iterator> by_key_;
};

}  // namespace vitrine::accounts
