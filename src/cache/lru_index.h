// What both tiers keep about their results: values by group and item, in order of use, with the
// bytes that they cost. A lookup allocates nothing. One thread at a time; the tiers bring the
// mutex.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace vitrine::cache {

// Looks a std::string key up by std::string_view, so that a find makes no string.
struct TextHash {
  using is_transparent = void;

  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

template <class Value>
using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

template <class Value>
class LruIndex {
 public:
  struct Group;

  // A node stays where it is until it is erased. The names belong to the keys of the maps, which do
  // not move either.
  struct Node {
    Value value{};
    std::uint64_t bytes = 0;
    const std::string* group_name = nullptr;
    const std::string* item_name = nullptr;
    Group* group = nullptr;
    Node* newer = nullptr;
    Node* older = nullptr;
  };

  struct Group {
    ByText<Node> items;
  };

  LruIndex() = default;
  LruIndex(const LruIndex&) = delete;
  LruIndex& operator=(const LruIndex&) = delete;

  // Null when absent. Does not count as a use.
  Node* find(std::string_view group, std::string_view item) {
    const auto in_groups = groups_.find(group);
    if (in_groups == groups_.end()) return nullptr;
    const auto in_items = in_groups->second.items.find(item);
    return in_items == in_groups->second.items.end() ? nullptr : &in_items->second;
  }

  // Makes `node` the most recently used.
  void use(Node& node) {
    if (newest_ == &node) return;
    unlink(node);
    link_newest(node);
  }

  // A new node as the most recently used, or the node that has that name already, as it is.
  Node& insert(std::string_view group, std::string_view item) {
    auto [node, added] = find_or_add(group, item);
    if (added) link_newest(*node);
    return *node;
  }

  // The same, but as the least recently used: what a scan finds is older than what was used since.
  // Null when the name is there already.
  Node* insert_oldest(std::string_view group, std::string_view item) {
    auto [node, added] = find_or_add(group, item);
    if (!added) return nullptr;
    link_oldest(*node);
    return node;
  }

  void set_bytes(Node& node, std::uint64_t bytes) {
    bytes_ = bytes_ - node.bytes + bytes;
    node.bytes = bytes;
  }

  void erase(Node& node) {
    unlink(node);
    bytes_ -= node.bytes;
    --entries_;
    Group& group = *node.group;
    const auto in_groups = groups_.find(std::string_view(*node.group_name));
    group.items.erase(group.items.find(std::string_view(*node.item_name)));
    if (group.items.empty()) groups_.erase(in_groups);
  }

  // How many there were.
  std::uint64_t erase_group(std::string_view name) {
    const auto in_groups = groups_.find(name);
    if (in_groups == groups_.end()) return 0;
    const std::uint64_t count = in_groups->second.items.size();
    for (auto& [item, node] : in_groups->second.items) {
      unlink(node);
      bytes_ -= node.bytes;
    }
    entries_ -= count;
    groups_.erase(in_groups);
    return count;
  }

  // The least recently used; null when empty.
  Node* oldest() { return oldest_; }

  std::uint64_t bytes() const { return bytes_; }

  std::uint64_t entries() const { return entries_; }

 private:
  std::pair<Node*, bool> find_or_add(std::string_view group_name, std::string_view item_name) {
    auto in_groups = groups_.find(group_name);
    if (in_groups == groups_.end()) in_groups = groups_.try_emplace(std::string(group_name)).first;
    Group& group = in_groups->second;
    const auto found = group.items.find(item_name);
    if (found != group.items.end()) return {&found->second, false};
    const auto in_items = group.items.try_emplace(std::string(item_name)).first;
    Node& node = in_items->second;
    node.group_name = &in_groups->first;
    node.item_name = &in_items->first;
    node.group = &group;
    ++entries_;
    return {&node, true};
  }

  void unlink(Node& node) {
    (node.newer != nullptr ? node.newer->older : newest_) = node.older;
    (node.older != nullptr ? node.older->newer : oldest_) = node.newer;
    node.newer = node.older = nullptr;
  }

  void link_newest(Node& node) {
    node.older = newest_;
    if (newest_ != nullptr) newest_->newer = &node;
    newest_ = &node;
    if (oldest_ == nullptr) oldest_ = &node;
  }

  void link_oldest(Node& node) {
    node.newer = oldest_;
    if (oldest_ != nullptr) oldest_->older = &node;
    oldest_ = &node;
    if (newest_ == nullptr) newest_ = &node;
  }

  ByText<Group> groups_;
  Node* newest_ = nullptr;
  Node* oldest_ = nullptr;
  std::uint64_t bytes_ = 0;
  std::uint64_t entries_ = 0;
};

}  // namespace vitrine::cache
