// The read model of the sales, in an SQLite file: that of the embedded store, where log and book
// are one transaction, or one of its own beside a log that is elsewhere.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sales/book.h"
#include "sales/calendar.h"
#include "sales/mirror.h"
#include "store/sqlite/lookups.h"
#include "store/sqlite/purchase_tail.h"
#include "store/sqlite/sales_fold.h"
#include "store/sqlite/top_list.h"
#include "store/sqlite/word_tail.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

struct SalesBookConfig {
  sales::Calendar calendar;
  // A search that takes longer is cut; limit: search_milliseconds.
  std::chrono::milliseconds search_time_max{25};
  // Reads that wait, of each kind; limit: sales_reads.
  std::size_t waiting_max = 256;
  // See PurchaseTail.
  std::size_t file_after = 16'384;
  // See WordTail.
  std::size_t index_after = 512;
};

// Lives on: any thread. The writer outlives it; loops that await it outlive both.
class SalesBook final : public sales::Book, public sales::Mirror {
 public:
  SalesBook(Writer& writer, SalesBookConfig config);
  ~SalesBook() override;
  SalesBook(const SalesBook&) = delete;
  SalesBook& operator=(const SalesBook&) = delete;

  // Reads how far the book is; blocks. After Writer::open, before anything else. Throws
  // std::runtime_error that names the file and says what is wrong with it.
  void start();

  Task<Result<sales::Purchases>> newest(std::size_t n) override;
  Task<Result<sales::Found>> search(sales::Query query, std::size_t n) override;
  Task<Result<sales::History>> history(sales::HistoryQuery query) override;
  Task<Result<sales::TopSellers>> top_sellers(std::size_t n) override;
  Task<Result<std::vector<sales::Recorded>>> after(sales::Offset offset, std::size_t n) override;
  sales::Mark last() const override;
  void on_change(std::function<void(sales::Offset)> changed) override;

  std::string trouble() const override { return writer_.trouble(); }

  // Where the log is elsewhere.
  sales::Mark mark() const override { return last(); }

  Result<std::optional<sales::Purchase>> at(sales::Offset offset) override;
  Result<void> add(std::vector<sales::Recorded> recorded) override;
  Result<void> begin_anew(std::string epoch) override;

  // For the log that is folded into it, on the writer's thread. In the transaction that appends:
  // where the purchase of an id stands, and what follows the last one; and what became of it.
  Result<std::optional<sales::Offset>> find(Database& database, std::string_view id) const {
    return tail_.find(database, id);
  }

  Result<void> fold(Database& database, const std::vector<sales::Recorded>& recorded);
  void folded(const std::vector<sales::Recorded>& recorded);

  void not_folded(const std::vector<sales::Recorded>& recorded) {
    tail_.failed(recorded);
    words_.failed(recorded);
  }

 private:
  template <class Answer>
  using Read = std::function<Result<Answer>(Database&)>;

  template <class Answer>
  Task<Result<Answer>> ask(Lookups& lookups, Read<Answer> read);

  Writer& writer_;
  const SalesBookConfig config_;
  // The writer's thread only.
  SalesFold fold_;
  PurchaseTail tail_;
  WordTail words_;
  std::function<void(sales::Offset)> changed_;
  mutable std::mutex mutex_;
  sales::Mark last_;
  TopList top_;
  // What is read at once does not wait behind searches.
  Lookups reads_;
  std::array<Lookups, 2> searches_;
  std::atomic<std::size_t> next_search_{0};
};

}  // namespace vitrine::store::sqlite
