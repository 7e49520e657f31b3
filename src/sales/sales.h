// The door of `sales`: records what was bought and says what was sold.
//
//   record(batch) -> checked -> committed by the PurchaseLog -> in the Book -> answered
//
// Every answer says the offset that it shows, so two screens that show the same offset agree.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "failure/result.h"
#include "observe/metrics.h"
#include "runtime/clock.h"
#include "runtime/task.h"
#include "sales/book.h"
#include "sales/log.h"

namespace vitrine::sales {

// Lives on: any thread. Log, book and clock outlive it.
class Sales {
 public:
  // Log and book need not be open yet; until they are, everything is `unavailable`.
  Sales(PurchaseLog& log, Book& book, const Clock& clock, observe::Metrics& metrics);
  Sales(const Sales&) = delete;
  Sales& operator=(const Sales&) = delete;

  // Ends when all of the batch is committed and can be read. bad_request: one of the purchases,
  // which is named (purchase.h), or the key; and what PurchaseLog::append refuses.
  Task<Result<Appended>> record(Batch batch);

  // For followers such as a push channel: the first `n` (1 to kBatchMax) behind `offset`, in the
  // order of the log.
  Task<Result<std::vector<Recorded>>> after(Offset offset, std::size_t n);

  // `n` is cut to the limits of Book.
  Task<Result<Purchases>> newest(std::size_t n = 10);
  // bad_request: the term is longer than kTermBytesMax or no plain text. A term without a word
  // finds nothing.
  Task<Result<Found>> search(std::string term, std::size_t n = 10);
  // bad_request: `to` is not after `from`, or too many points.
  Task<Result<History>> history(HistoryQuery query);
  // The last 60 minutes by the minute, up to and with the one that is running.
  Task<Result<History>> last_hour();
  Task<Result<TopSellers>> top_sellers(std::size_t n = 5);

  // What can be read now.
  Mark last() const { return book_.last(); }

  // `changed` hears of each new last offset, from one thread of the store, which it must not block;
  // see Book. To be called before the store is opened; each that was given is called.
  void on_change(std::function<void(Offset)> changed);

  // For /readyz; empty when all is well.
  std::string trouble() const;

 private:
  PurchaseLog& log_;
  Book& book_;
  const Clock& clock_;
  std::vector<std::function<void(Offset)>> changed_;
  observe::Counter& recorded_;
  observe::Counter& repeated_;
  observe::Counter& refused_;
  observe::Counter& cut_searches_;
};

}  // namespace vitrine::sales
