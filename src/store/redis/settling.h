// After Redis was started again, or has lost its data, what is there may lack records that were
// acknowledged: the instances still have them. Before anything goes on they settle it:
//
//   1. Each says how far it has read. They wait a moment, so that every instance can.
//   2. The one that has read furthest looks at the log. When it has all that anybody has read, the
//      next epoch begins with what is there.
//   3. Otherwise it empties the place, writes all its states, and begins the next epoch at its
//      position with an empty log. The others read them, unless they stand at the same position.
//
// So nothing acknowledged is lost as long as the instance that has read furthest lives. An instance
// that begins knows nothing, and never empties anything.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "observe/log.h"
#include "store/redis/connection.h"
#include "store/redis/epoch.h"
#include "tallies/log.h"

namespace vitrine::store::redis {

struct SettlingConfig {
  // How long everybody waits for the others. Longer than any instance takes to come back.
  std::chrono::milliseconds grace{3000};
  // Of one round trip, when all states are written.
  std::size_t slice = 128;
};

// Lives on: the reading thread.
class Settling {
 public:
  Settling(SettlingConfig config, std::string instance, Connection& connection, observe::Log& log)
      : config_(config), instance_(std::move(instance)), connection_(connection), log_(log) {}

  // One attempt of an instance that has applied everything up to `known`, or knows nothing (0).
  // Absent: wait for pause(), and try again. `reader` may be asked for all its states.
  Result<std::optional<Epoch>> attempt(tallies::Position known, tallies::Reader& reader);

  std::chrono::milliseconds pause() const;

 private:
  Result<std::optional<Epoch>> rebuild(tallies::Position known, tallies::Reader& reader);
  Result<bool> clear();
  Result<bool> write_all(tallies::Position known, tallies::Reader& reader);

  const SettlingConfig config_;
  const std::string instance_;
  Connection& connection_;
  observe::Log& log_;
};

}  // namespace vitrine::store::redis
