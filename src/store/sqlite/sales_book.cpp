#include "store/sqlite/sales_book.h"

#include <tuple>
#include <utility>

#include "store/sqlite/purchase_rows.h"
#include "store/sqlite/sales_history.h"
#include "store/sqlite/sales_search.h"
#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {

namespace {

// What a transaction reads is of one moment. Ended however the reading ends.
class Snapshot {
 public:
  explicit Snapshot(Database& database) : database_(database) {}

  ~Snapshot() {
    if (database_.in_transaction()) std::ignore = database_.run("ROLLBACK");
  }

  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  // The offset that is shown.
  Result<sales::Offset> begin() {
    TRY_VOID(database_.run("BEGIN"));
    return last_purchase(database_);
  }

 private:
  Database& database_;
};

}  // namespace

SalesBook::SalesBook(Writer& writer, SalesBookConfig config)
    : writer_(writer),
      config_(std::move(config)),
      fold_(config_.calendar),
      tail_(config_.file_after),
      words_(config_.index_after),
      reads_(writer.file(), "sales", config_.waiting_max),
      searches_{Lookups(writer.file(), "search", config_.waiting_max),
                Lookups(writer.file(), "search", config_.waiting_max)} {
}

SalesBook::~SalesBook() {
  writer_.between_groups([this] {
    writer_.remove_background(words_);
    writer_.remove_background(tail_);
  });
}

void SalesBook::start() {
  const auto read = writer_.call([this](Database& database) -> Result<void> {
    TRY_VOID(fold_.fit_days(database));
    TRY_VOID(tail_.read_back(database));
    TRY_VOID(words_.read_back(database));
    TRY(const auto last, last_purchase(database));
    TRY(auto book, database.query("SELECT epoch FROM sale_book"));
    TRY_VOID(book.step());
    const std::scoped_lock lock(mutex_);
    last_ = {.epoch = std::string(book.text(0)), .offset = last};
    TRY_VOID(top_.load(database));
    for (const auto& seller : tail_.sellers()) top_.put(seller);
    return {};
  });
  if (!read) throw start_error(writer_.file(), read.error());
  writer_.between_groups([this] {
    writer_.add_background(tail_);
    writer_.add_background(words_);
  });
}

template <class Answer>
Task<Result<Answer>> SalesBook::ask(Lookups& lookups, Read<Answer> read) {
  return lookups.ask<Answer>([read = std::move(read)](Database& database) -> Result<Answer> {
    Snapshot snapshot(database);
    TRY(const auto as_of, snapshot.begin());
    TRY(auto answer, read(database));
    answer.as_of = as_of;
    return answer;
  });
}

Task<Result<sales::Purchases>> SalesBook::newest(std::size_t n) {
  return ask<sales::Purchases>(reads_, [n](Database& database) -> Result<sales::Purchases> {
    TRY(auto purchases, newest_purchases(database, n));
    return sales::Purchases{.purchases = std::move(purchases), .as_of = 0};
  });
}

Task<Result<sales::Found>> SalesBook::search(sales::Query query, std::size_t n) {
  auto& lookups = searches_[next_search_++ % searches_.size()];
  return ask<sales::Found>(lookups, [this, query = std::move(query), n](Database& database) {
    return search_purchases(database, query, n, config_.search_time_max);
  });
}

Task<Result<sales::History>> SalesBook::history(sales::HistoryQuery query) {
  return ask<sales::History>(reads_, [this, query](Database& database) -> Result<sales::History> {
    TRY(auto points, read_history(database, config_.calendar, query));
    return sales::History{.points = std::move(points), .as_of = 0};
  });
}

Task<Result<sales::TopSellers>> SalesBook::top_sellers(std::size_t n) {
  const std::scoped_lock lock(mutex_);
  co_return sales::TopSellers{.sellers = top_.first(n), .as_of = last_.offset};
}

Task<Result<std::vector<sales::Recorded>>> SalesBook::after(sales::Offset offset, std::size_t n) {
  return reads_.ask<std::vector<sales::Recorded>>(
      [offset, n](Database& database) { return purchases_after(database, offset, n); });
}

sales::Mark SalesBook::last() const {
  const std::scoped_lock lock(mutex_);
  return last_;
}

void SalesBook::on_change(std::function<void(sales::Offset)> changed) {
  changed_ = std::move(changed);
}

Result<void> SalesBook::fold(Database& database, const std::vector<sales::Recorded>& recorded) {
  TRY_VOID(fold_.add(database, recorded));
  TRY_VOID(words_.add(database, recorded));
  return tail_.add(database, recorded);
}

void SalesBook::folded(const std::vector<sales::Recorded>& recorded) {
  words_.committed(recorded);
  const auto sellers = tail_.committed(recorded);
  const auto last = recorded.back().offset;
  {
    const std::scoped_lock lock(mutex_);
    last_.offset = last;
    for (const auto& seller : sellers) top_.put(seller);
  }
  if (changed_) changed_(last);
}

}  // namespace vitrine::store::sqlite
