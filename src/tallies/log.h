// Where what happened is committed: an ordered log of small records, and the saved state of each
// name, from which everything in memory can be made again. `tallies` owns this interface and the
// bytes; store/sqlite and store/redis implement it and do not look into them.
//
//   append(record) -> durable -> Reader::apply, in the order of the log, at every instance
//
// Saving: a log that only grows would take ever longer to read back, so from time to time the store
// asks the Reader for the state of what has changed, saves it in slices between commits, and drops
// the records that every saved state holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "runtime/clock.h"
#include "runtime/task.h"

namespace vitrine::tallies {

// Where a record stands. Positions grow with every record and are never used again, also not after
// a restart. They need not be consecutive.
using Position = std::uint64_t;

struct Saved {
  std::string key;
  // Empty: the key is gone, and so must be its row.
  std::string state;
};

// Who keeps the truth in memory. Calls come from one thread of the store, one at a time; they do
// not block. They may come while append() is being called on other threads.
class Reader {
 public:
  virtual ~Reader() = default;

  // While the log is read back, before any record: a saved state, which holds every record of its
  // key up to and including `holds`.
  virtual void restore(std::string_view key, std::string_view state, Position holds) = 0;
  // One durable record, of this instance or another, in the order of the log, each exactly once.
  // While the log is read back a record may come that a restored state holds already: the reader
  // skips it for that key. `at` is the store's clock when it was committed; it may jump.
  virtual void apply(std::string_view record, Position position, WallTime at) = 0;

  // At most `limit` states that have changed since they were given here last. They hold everything
  // that has been applied. Fewer than `limit` means that nothing else has changed.
  virtual std::vector<Saved> changed(std::size_t limit) = 0;
  // Those states could not be saved: give them again.
  virtual void not_saved(const std::vector<Saved>& states) = 0;
  // What was saved is lost, and the truth is only here: give every state again.
  virtual void change_all() = 0;
  // Forgets everything, because the log is read back anew: this instance has missed records.
  virtual void forget_all() = 0;
};

// Lives on: any thread.
class Log {
 public:
  static constexpr std::size_t kRecordBytesMax = 1 << 20;
  static constexpr std::size_t kKeyBytesMax = 300;

  virtual ~Log() = default;

  // Reads everything back into `reader`, which then hears of every record until stop(). Blocks; to
  // be called once, before anything else. Throws std::runtime_error that says what is wrong and
  // where: a broken file, a newer version, a wrong password.
  virtual void start(Reader& reader) = 0;

  // Commits one record (1 to kRecordBytesMax bytes). Ends after it is durable and Reader::apply has
  // been called with it. unavailable: the store is away or cannot write; the caller may not count
  // on the record. Records that are appended at the same time share one commit.
  virtual Task<Result<Position>> append(std::string record) = 0;

  // Answers what is under way and ends the calls to the reader. Appending afterwards is
  // `unavailable`. Blocks.
  virtual void stop() = 0;

  // Empty while the store takes records; otherwise a sentence for /readyz and the log.
  virtual std::string trouble() const = 0;
};

}  // namespace vitrine::tallies
