#include "store/sqlite/sales_search.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/sqlite/purchase_rows.h"
#include "store/sqlite/search_words.h"

namespace vitrine::store::sqlite {

namespace {

using std::chrono::steady_clock;

// How many more matches are looked at than are asked for, so that a purchase that was recorded a
// little late stands where its time is.
constexpr std::size_t kAhead = 4;
// Steps of SQLite's machine between two looks at the clock. The index takes few of them, and each
// may read a page of it, so this is about every 200 µs.
constexpr int kStepsBetweenLooks = 8;
// So many rows without enough matches among them: few match. Some 1 ms.
constexpr std::size_t kWideRows = 200;
constexpr std::size_t kNoLimit = ~std::size_t{0};

// Interrupts whatever runs on a connection when the time is over.
class Deadline {
 public:
  Deadline(Database& database, steady_clock::time_point until)
      : handle_(database.handle()), until_(until) {
    sqlite3_progress_handler(handle_, kStepsBetweenLooks, is_over, this);
  }

  ~Deadline() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }

  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  bool is_over() const { return steady_clock::now() >= until_; }

 private:
  static int is_over(void* self) { return static_cast<Deadline*>(self)->is_over() ? 1 : 0; }

  sqlite3* const handle_;
  const steady_clock::time_point until_;
};

struct Matches {
  std::vector<sales::Recorded> purchases;
  bool cut = false;
};

// One question to the index.
struct Asked {
  const std::string& match;
  const sales::Query* look_again = nullptr;
  std::size_t wanted = 0;
  // Rows of the index that are looked at.
  std::size_t rows_max = 0;
};

// The columns that are searched.
constexpr const char* kSearched = "artist_name, album_title, item_description, country, position";

bool matches_row(const sales::Query& query, const Statement& row) {
  sales::Purchase purchase;
  purchase.artist_name = row.text(0);
  purchase.album_title = row.text(1);
  purchase.item_description = row.text(2);
  purchase.country = row.text(3);
  return sales::matches(query, purchase);
}

Result<bool> matches_at(Database& database, const sales::Query& query, sales::Offset offset) {
  static const std::string sql =
      fmt::format("SELECT {} FROM purchase WHERE position = ?1", kSearched);
  TRY(auto row, database.query(sql, {static_cast<std::int64_t>(offset)}));
  TRY(const bool is_there, row.step());
  return is_there && matches_row(query, row);
}

// Among the newest, which the index does not hold yet (word_tail.h).
Result<std::vector<sales::Recorded>> not_indexed(Database& database,
                                                 const sales::Query& query,
                                                 std::size_t wanted) {
  static const std::string sql = fmt::format(
      "SELECT {} FROM purchase WHERE position > (SELECT indexed FROM sale_book) "
      "ORDER BY position DESC",
      kSearched);
  std::vector<sales::Recorded> found;
  TRY(auto rows, database.query(sql));
  while (found.size() < wanted) {
    TRY(const bool row, rows.step());
    if (!row) break;
    if (!matches_row(query, rows)) continue;
    TRY(auto one, purchase_at(database, static_cast<sales::Offset>(rows.integer(4))));
    if (one) found.push_back(*std::move(one));
  }
  return found;
}

// False: ended by rows_max.
Result<bool> collect(Database& database, const Asked& asked, std::vector<sales::Recorded>& found) {
  TRY(auto rows,
      database.query("SELECT rowid FROM purchase_word WHERE purchase_word MATCH ?1 "
                     "ORDER BY rowid DESC",
                     {std::string_view(asked.match)}));
  for (std::size_t looked = 0; found.size() < asked.wanted; ++looked) {
    if (looked == asked.rows_max) return false;
    TRY(const bool row, rows.step());
    if (!row) return true;
    const auto offset = static_cast<sales::Offset>(rows.integer(0));
    if (asked.look_again != nullptr) {
      TRY(const bool matches, matches_at(database, *asked.look_again, offset));
      if (!matches) continue;
    }
    TRY(auto one, purchase_at(database, offset));
    if (one) found.push_back(*std::move(one));
  }
  return true;
}

Result<Matches> matches_of(Database& database, const Asked& asked, steady_clock::time_point until) {
  Matches matches;
  const Deadline deadline(database, until);
  const auto whole = collect(database, asked, matches.purchases);
  if (!whole && whole.error().kind != FailureKind::timeout) return std::unexpected(whole.error());
  matches.cut = !whole || !*whole;
  return matches;
}

// A long word at the end. Where nearly every purchase with its first six letters is a match, the
// first few of those are enough. Where few are, all words that begin so are together in few
// purchases, and the index puts those together quickly; it would take long where they are many.
Result<Matches> best_matches(Database& database,
                             const sales::Query& query,
                             std::size_t wanted,
                             steady_clock::time_point until) {
  const auto index = index_query(query);
  const auto* look_again = index.look_again ? &query : nullptr;
  if (index.narrow_match.empty()) {
    return matches_of(database, {index.match, look_again, wanted, kNoLimit}, until);
  }
  TRY(auto wide, matches_of(database, {index.match, look_again, wanted, kWideRows}, until));
  if (!wide.cut) return wide;
  TRY(auto narrow, matches_of(database, {index.narrow_match, look_again, wanted, kNoLimit}, until));
  return narrow.cut && narrow.purchases.size() < wide.purchases.size() ? wide : narrow;
}

}  // namespace

Result<sales::Found> search_purchases(Database& database,
                                      const sales::Query& query,
                                      std::size_t n,
                                      std::chrono::microseconds time_max) {
  const auto until = steady_clock::now() + time_max;
  TRY(auto purchases, not_indexed(database, query, n * kAhead));
  Matches matches;
  if (purchases.size() < n * kAhead) {
    TRY(matches, best_matches(database, query, n * kAhead - purchases.size(), until));
  }
  std::ranges::move(matches.purchases, std::back_inserter(purchases));
  std::ranges::sort(purchases, [](const sales::Recorded& a, const sales::Recorded& b) {
    return std::pair(a.purchase.at, a.offset) > std::pair(b.purchase.at, b.offset);
  });
  // What was found is right even so, when it is as much as was asked for.
  const bool cut = matches.cut && purchases.size() < n;
  if (purchases.size() > n) purchases.resize(n);
  return sales::Found{.purchases = std::move(purchases), .cut = cut, .as_of = 0};
}

}  // namespace vitrine::store::sqlite
