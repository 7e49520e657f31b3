// Which topics there may be, and which are being read.
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "live/topic.h"

namespace vitrine::live {

// Lives on: any thread (mutex); declare() only before the others.
class Names {
 public:
  // One topic; or, when the name ends in ':', every topic that begins with it. Throws
  // std::logic_error for a name that is there already.
  void declare(std::string name, TopicOptions options);
  // Null: there is no such topic.
  const TopicOptions* options_of(std::string_view name) const;

  // The topic of this name, which has been declared; as often given back as taken.
  SharedTopic take(std::string_view name);
  // True when nobody has it any more. A topic that was declared by its whole name is always had.
  bool give_back(const SharedTopic& topic);

  // The topic, when somebody has it and it has not been marked since it was last looked at.
  // Costs one load while nobody has any.
  SharedTopic mark_changed(std::string_view name);
  // The topic, when somebody has it.
  SharedTopic find(std::string_view name) const;

  std::size_t size() const { return size_.load(std::memory_order_relaxed); }

 private:
  struct Entry {
    SharedTopic topic;
    std::size_t holders = 0;
  };

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  Entry& entry(std::string_view name);

  std::map<std::string, TopicOptions, std::less<>> declared_;
  mutable std::mutex mutex_;
  std::atomic<std::size_t> size_{0};
  std::uint64_t next_id_ = 1;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

}  // namespace vitrine::live
