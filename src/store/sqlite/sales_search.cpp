#include "store/sqlite/sales_search.h"

#include <algorithm>
#include <string>
#include <vector>

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
constexpr std::chrono::milliseconds kNarrowTimeMax{3};

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

Result<void> collect(Database& database,
                     const std::string& match,
                     const sales::Query* look_again,
                     std::size_t wanted,
                     Matches& matches) {
  TRY(auto rows,
      database.query("SELECT rowid FROM purchase_word WHERE purchase_word MATCH ?1 "
                     "ORDER BY rowid DESC",
                     {std::string_view(match)}));
  while (matches.purchases.size() < wanted) {
    TRY(const bool row, rows.step());
    if (!row) return {};
    TRY(auto found, purchase_at(database, static_cast<sales::Offset>(rows.integer(0))));
    if (!found || (look_again != nullptr && !sales::matches(*look_again, found->purchase)))
      continue;
    matches.purchases.push_back(*std::move(found));
  }
  return {};
}

Result<Matches> matches_of(Database& database,
                           const std::string& match,
                           const sales::Query* look_again,
                           std::size_t wanted,
                           steady_clock::time_point until) {
  Matches matches;
  const Deadline deadline(database, until);
  const auto collected = collect(database, match, look_again, wanted, matches);
  if (!collected && collected.error().kind != FailureKind::timeout) {
    return std::unexpected(collected.error());
  }
  matches.cut = !collected;
  return matches;
}

// A long word at the end that few words go on from: the index puts together where all of those are,
// which is fast because it is little. When it takes too long it is much, and then nearly every
// purchase with the first six letters is a match.
Result<Matches> best_matches(Database& database,
                             const sales::Query& query,
                             std::size_t wanted,
                             std::chrono::microseconds time_max) {
  const auto index = index_query(query);
  const auto* look_again = index.look_again ? &query : nullptr;
  const auto until = steady_clock::now() + time_max;
  if (!index.narrow_match.empty()) {
    TRY(auto narrow,
        matches_of(database,
                   index.narrow_match,
                   look_again,
                   wanted,
                   std::min(until, steady_clock::now() + kNarrowTimeMax)));
    if (!narrow.cut) return narrow;
  }
  return matches_of(database, index.match, look_again, wanted, until);
}

}  // namespace

Result<sales::Found> search_purchases(Database& database,
                                      const sales::Query& query,
                                      std::size_t n,
                                      std::chrono::microseconds time_max) {
  TRY(auto matches, best_matches(database, query, n * kAhead, time_max));
  auto& purchases = matches.purchases;
  std::ranges::sort(purchases, [](const sales::Recorded& a, const sales::Recorded& b) {
    return std::pair(a.purchase.at, a.offset) > std::pair(b.purchase.at, b.offset);
  });
  // What was found is right even so, when it is as much as was asked for.
  const bool cut = matches.cut && purchases.size() < n;
  if (purchases.size() > n) purchases.resize(n);
  return sales::Found{.purchases = std::move(purchases), .cut = cut, .as_of = 0};
}

}  // namespace vitrine::store::sqlite
