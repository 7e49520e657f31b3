// What passes between the loops of readers and the home loop, where the topics are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "live/message.h"
#include "live/topic.h"

namespace vitrine::live {

// One topic of one reader. A reader that has left is not found by its number, which is not used
// again.
struct Seat {
  std::size_t loop = 0;
  std::uint64_t reader = 0;
  std::uint32_t place = 0;
};

// What a reader has already.
struct Since {
  // As it came back with; for other topics too, which are told by their epochs.
  std::vector<Position> positions = {};
  // Or as this process knows it.
  std::uint32_t generation = 0;
  std::uint64_t offset = 0;

  bool nothing() const { return positions.empty() && generation == 0; }
};

struct Question {
  SharedTopic topic;
  Seat seat;
  Since since;
  // The first one: from now on the loop is sent the topic's messages.
  bool joins = false;
};

struct Answer {
  SharedTopic topic;
  Seat seat;
  // Where the reader stands before the messages.
  std::uint32_t generation = 0;
  std::uint64_t offset = 0;
  // To be sent first.
  std::optional<Forms> notice = {};
  std::vector<SharedMessage> messages = {};
  // What comes next is broadcast; otherwise there is more to ask for.
  bool complete = true;
};

}  // namespace vitrine::live
