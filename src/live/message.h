// What is pushed: an update that a room gives, and the message that readers share by reference. Its
// bytes are made once, in each of the forms that readers take, by an encoder that the hub is given;
// `live` never looks into them.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "live/position.h"
#include "runtime/shared_bytes.h"

namespace vitrine::live {

// event: each message counts. state: only the newest does.
enum class Kind : std::uint8_t { event, state };

struct Update {
  // With an empty epoch the hub numbers it. Within an epoch offsets grow; an update that does not
  // go beyond the last one is passed over.
  Position position;
  std::string body;
};

// The same bytes for each kind of outlet: index by Form.
enum class Form : std::uint8_t { first, second };
using Forms = std::array<SharedBytes, 2>;

// Called on the hub's home loop.
class Encoder {
 public:
  virtual ~Encoder() = default;
  virtual Forms message(std::string_view topic,
                        Kind kind,
                        const Position& position,
                        std::string_view body) const = 0;
  // Tells a reader who came back with a position whether nothing is missing.
  virtual Forms notice(std::string_view topic, bool recovered, const Position& position) const = 0;
};

// Immutable; any thread.
struct Message {
  std::uint64_t offset = 0;
  // The offset of the message before; whoever has that one misses nothing.
  std::uint64_t after = 0;
  // Counts the epochs of its topic in this process.
  std::uint32_t generation = 0;
  Kind kind = Kind::state;
  Forms forms;
};

using SharedMessage = std::shared_ptr<const Message>;

inline const SharedBytes& bytes_of(const Forms& forms, Form form) {
  return forms[static_cast<std::size_t>(form)];
}

}  // namespace vitrine::live
