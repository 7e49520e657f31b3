#include "live/ring.h"

#include <utility>

namespace vitrine::live {

std::size_t Ring::size(const Message& message) {
  std::size_t bytes = 0;
  for (const auto& form : message.forms) bytes += form->size();
  return bytes;
}

void Ring::push(SharedMessage message) {
  bytes_ += size(*message);
  messages_.push_back(std::move(message));
  while (messages_.size() > 1 && (messages_.size() > messages_max_ || bytes_ > bytes_max_)) {
    bytes_ -= size(*messages_.front());
    messages_.pop_front();
  }
}

void Ring::clear() {
  messages_.clear();
  bytes_ = 0;
}

std::optional<std::vector<SharedMessage>> Ring::behind(std::uint64_t offset) const {
  if (messages_.empty()) return std::nullopt;
  // From the newest one back, as long as each is the next one after the one before it.
  auto first = messages_.size();
  auto known = messages_.back()->offset;
  while (first > 0 && known > offset) {
    if (messages_[first - 1]->offset != known) return std::nullopt;
    known = messages_[--first]->after;
  }
  if (known > offset) return std::nullopt;
  return std::vector<SharedMessage>(messages_.begin() + static_cast<std::ptrdiff_t>(first),
                                    messages_.end());
}

}  // namespace vitrine::live
