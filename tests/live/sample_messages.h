// Messages whose bytes say what they are, and outlets that remember what they were given.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "live/message.h"
#include "live/readers.h"
#include "live/topic.h"

namespace vitrine::live::testing {

inline Forms forms(const std::string& text) {
  return {share("1 " + text), share("2 " + text)};
}

// "event 7", numbered from 1, each behind the one before it.
inline SharedMessage message(Kind kind, std::uint64_t offset, std::size_t bytes = 0) {
  auto text = (kind == Kind::event ? "event " : "state ") + std::to_string(offset);
  text.resize(std::max(bytes, text.size()), '.');
  return std::make_shared<const Message>(Message{
      .offset = offset, .after = offset - 1, .generation = 1, .kind = kind, .forms = forms(text)});
}

inline SharedTopic topic(std::uint64_t id, const std::string& name, const TopicOptions& options) {
  auto made = std::make_shared<TopicName>();
  made->id = id;
  made->name = name;
  made->options = &options;
  return made;
}

class RecordingOutlet final : public Outlet {
 public:
  void send(const SharedBytes& bytes) override {
    got.push_back(*bytes);
    if (slow) waiting += bytes->size();
  }

  std::size_t unsent() const override { return waiting; }

  std::vector<std::string> got;
  bool slow = false;
  std::size_t waiting = 0;
};

// "purchases@e:7 {…}".
class PlainEncoder final : public Encoder {
 public:
  Forms message(std::string_view topic,
                Kind,
                const Position& position,
                std::string_view body) const override {
    return forms(std::string(topic) + '@' + text_of(position) + ' ' + std::string(body));
  }

  Forms notice(std::string_view topic, bool recovered, const Position& position) const override {
    return forms(std::string(topic) + '@' + text_of(position) +
                 (recovered ? " recovered" : " not recovered"));
  }
};

}  // namespace vitrine::live::testing
