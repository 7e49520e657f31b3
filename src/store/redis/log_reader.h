// Reads states and records from Redis into a tallies::Reader.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "store/redis/connection.h"
#include "store/redis/epoch.h"
#include "tallies/log.h"

namespace vitrine::store::redis {

// What one look at the log gave. The epoch and the cut were read after the entries: when they are
// as expected, no entry is missing among them.
struct News {
  // "" when there is none.
  std::string epoch;
  tallies::Position cut = 0;
  // The entries; absent when there was none.
  std::optional<Reply> entries;

  std::size_t size() const;
};

// Lives on: the reading thread.
class LogReader {
 public:
  // Of one answer.
  static constexpr std::size_t kEntriesMax = 256;

  explicit LogReader(Connection& connection) : connection_(connection) {}

  // The entries behind `after`. Waits for the first of them, up to `wait`.
  Result<News> look(tallies::Position after, std::chrono::milliseconds wait);
  // Applies them, tells `applied` the size of each record, and gives back the last position.
  Result<tallies::Position> apply(const News& news,
                                  tallies::Reader& reader,
                                  const std::function<void(std::size_t)>& applied) const;

  // This instance becomes a reader from the cut on, so that nobody cuts the log in front of it.
  // Absent: the epoch is another one.
  Result<std::optional<tallies::Position>> enter(const Epoch& epoch, const std::string& instance);
  // Every state; `meanwhile` is called now and then.
  Result<void> restore(tallies::Reader& reader, const std::function<Result<void>()>& meanwhile);

 private:
  static Result<void> restore_bucket(const Reply& bucket, tallies::Reader& reader);

  Connection& connection_;
};

}  // namespace vitrine::store::redis
