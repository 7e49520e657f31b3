// What a topic is, as whoever owns its facts declares it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "failure/result.h"
#include "live/message.h"
#include "runtime/task.h"

namespace vitrine::live {

// Some of what a reader has missed.
struct Page {
  // In order, each beyond the offset that was asked for.
  std::vector<Update> updates;
  // There is nothing behind them yet.
  bool complete = false;
};

struct TopicOptions {
  Kind kind = Kind::state;
  // The newest update of the topic, asked for when it changes and somebody reads it. Run on the
  // home loop, one at a time for each topic. Null for a topic that is only published to.
  std::function<Task<Result<Update>>(std::string topic)> produce = {};
  // Of an event topic: what was committed behind an offset of the current epoch, from whoever keeps
  // the log. Absent: that is gone, or too much. Null: the hub's own ring is all there is.
  std::function<Task<Result<std::optional<Page>>>(std::string topic, std::uint64_t after)>
      catch_up = {};
  // Produced again so long after the last time, while it is read. Zero: only when it changes.
  std::chrono::milliseconds refresh{0};
  // Messages of an event topic that are kept for readers who come back.
  std::size_t ring_messages_max = 256;
  std::size_t ring_bytes_max = 256 * 1024;
};

// A topic that is being read, or declared by its whole name. Any thread.
struct TopicName {
  std::uint64_t id = 0;
  std::string name;
  const TopicOptions* options = nullptr;  // outlives it
  // changed() has been called and not yet been looked at.
  std::atomic<bool> dirty{false};
};

using SharedTopic = std::shared_ptr<TopicName>;

}  // namespace vitrine::live
