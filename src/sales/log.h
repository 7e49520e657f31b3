// Where purchases are committed: an ordered log, to which each purchase is added once. `sales` owns
// this interface; store/sqlite and store/redis implement it.
//
//   append(batch) -> durable -> folded into the Book -> the Book's on_change
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "failure/result.h"
#include "runtime/task.h"
#include "sales/purchase.h"

namespace vitrine::sales {

// Where a purchase stands in the log: 1 is the first; they grow by one, without gaps, in the order
// in which purchases were committed, and are never used again.
using Offset = std::uint64_t;

// A place in a log that may be thrown away and begun anew (a store that was emptied, a backup that
// was restored elsewhere): offsets of another epoch mean nothing. Written "epoch:offset".
struct Mark {
  // 16 hexadecimal digits.
  std::string epoch;
  Offset offset = 0;

  bool operator==(const Mark&) const = default;
};

std::string mark_text(const Mark& mark);
// Absent for what mark_text never wrote.
std::optional<Mark> parse_mark(std::string_view text);

struct Recorded {
  Offset offset = 0;
  Purchase purchase;
};

// What a client says so that it can ask again without doing it twice.
struct IdempotencyKey {
  // With its scope in front (who asks, and which route), 1 to 512 bytes.
  std::string key;
  // Of the body, at most 64 bytes: the same key with another digest is refused.
  std::string digest;
};

struct Batch {
  // 1 to kBatchMax, checked before (purchase.h).
  std::vector<Purchase> purchases;
  std::optional<IdempotencyKey> key;
};

struct Appended {
  struct One {
    Offset offset = 0;
    // It had been appended before, with the same content; nothing has changed.
    bool was_there = false;

    bool operator==(const One&) const = default;
  };

  // In the order of the batch.
  std::vector<One> purchases;
  // The key was used before, with the same digest: these are the offsets of that time.
  bool was_done = false;
};

// Lives on: any thread.
class PurchaseLog {
 public:
  static constexpr std::chrono::hours kKeysKept{7 * 24};

  virtual ~PurchaseLog() = default;

  // Commits all of the batch or nothing of it, and ends after the Book shows it. conflict: a
  // purchase has the id of another one that says something else (the message names the id), or two
  // of the batch have. unsupported: the key was used with another digest in the last kKeysKept.
  // busy; unavailable: the store is away, and whether it was committed is not known: ask again.
  virtual Task<Result<Appended>> append(Batch batch) = 0;

  // The first `n` (at most kBatchMax) purchases behind `offset`, in the order of the log.
  virtual Task<Result<std::vector<Recorded>>> after(Offset offset, std::size_t n) = 0;

  // Empty while the store takes purchases; otherwise a sentence for /readyz and the log.
  virtual std::string trouble() const = 0;
};

}  // namespace vitrine::sales
