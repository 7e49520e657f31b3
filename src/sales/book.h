// What the log says, read in ways that people ask for: the read model. Every answer says the offset
// that it shows; nothing behind it is in the answer, and everything up to it is. With the embedded
// store log and book are one commit; with another one each instance folds the log into a book of
// its own, which may be a moment behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "failure/result.h"
#include "runtime/task.h"
#include "sales/log.h"
#include "sales/words.h"

namespace vitrine::sales {

struct Purchases {
  // Newest first: by `at`, and of the same millisecond by offset.
  std::vector<Recorded> purchases;
  Offset as_of = 0;
};

struct Found {
  // Newest first, as above. Which ones: of the matches that were recorded last (four times as many
  // as were asked for) the newest. So purchases that come out of order, by less than that many
  // matches, are found in the order of their time; a purchase that is reported weeks late counts as
  // late as it came.
  std::vector<Recorded> purchases;
  // The search took too long and was ended: there may be more, and older ones.
  bool cut = false;
  Offset as_of = 0;
};

// By the clock and calendar of the shop's time zone.
enum class Bucket : std::uint8_t { minute, hour, day };

// Buckets from the one that holds `from` to the one that holds the last millisecond before `to`.
struct HistoryQuery {
  Moment from{};
  Moment to{};
  Bucket bucket = Bucket::minute;
};

struct HistoryPoint {
  // When the bucket begins.
  Moment at{};
  // Purchases, not pieces.
  std::uint64_t count = 0;
  // Cents of US dollars.
  Sum revenue = 0;

  bool operator==(const HistoryPoint&) const = default;
};

struct History {
  // Every bucket, also those in which nothing was bought; oldest first.
  std::vector<HistoryPoint> points;
  Offset as_of = 0;
};

struct Seller {
  std::string artist_name;
  // Cents of US dollars, and purchases, of all time.
  Sum revenue = 0;
  std::uint64_t count = 0;

  bool operator==(const Seller&) const = default;
};

struct TopSellers {
  // Highest revenue first; of the same revenue by the bytes of the name.
  std::vector<Seller> sellers;
  Offset as_of = 0;
};

// Lives on: any thread. Reading does not block the awaiting loop. unavailable: the book is not
// open, or its disk fails; busy: too many readers wait.
class Book {
 public:
  static constexpr std::size_t kNewestMax = 100;
  static constexpr std::size_t kFoundMax = 100;
  static constexpr std::size_t kSellersMax = 100;
  // Points of one history: a week by the minute.
  static constexpr std::size_t kPointsMax = 10'080;

  virtual ~Book() = default;

  virtual Task<Result<Purchases>> newest(std::size_t n) = 0;
  virtual Task<Result<Found>> search(Query query, std::size_t n) = 0;
  // `from` < `to`; bad_request when that makes more than kPointsMax points.
  virtual Task<Result<History>> history(HistoryQuery query) = 0;
  virtual Task<Result<TopSellers>> top_sellers(std::size_t n) = 0;

  // What it shows now.
  virtual Mark last() const = 0;

  // `changed` hears of each new last offset, after it can be read: from one thread, which it must
  // not block. Once, before the book is opened.
  virtual void on_change(std::function<void(Offset)> changed) = 0;

  // Empty while it is up to date; otherwise a sentence for /readyz: "catching up, 12,000 behind".
  virtual std::string trouble() const = 0;
};

}  // namespace vitrine::sales
