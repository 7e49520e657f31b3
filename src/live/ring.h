// The last messages of a topic, bounded by number and bytes. Of a state topic it keeps one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "live/message.h"

namespace vitrine::live {

// Lives on: the home loop.
class Ring {
 public:
  Ring(std::size_t messages_max, std::size_t bytes_max)
      : messages_max_(messages_max), bytes_max_(bytes_max) {}

  // The newest one is always kept.
  void push(SharedMessage message);
  void clear();

  SharedMessage newest() const { return messages_.empty() ? nullptr : messages_.back(); }

  // The messages behind `offset`; absent when some are not here any more.
  std::optional<std::vector<SharedMessage>> behind(std::uint64_t offset) const;

 private:
  static std::size_t size(const Message& message);

  const std::size_t messages_max_;
  const std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::deque<SharedMessage> messages_;
};

}  // namespace vitrine::live
