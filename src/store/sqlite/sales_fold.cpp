#include "store/sqlite/sales_fold.h"

#include <chrono>
#include <map>
#include <ratio>
#include <string>
#include <string_view>

#include "store/sqlite/purchase_rows.h"

namespace vitrine::store::sqlite {

namespace {

struct Sold {
  std::int64_t count = 0;
  std::int64_t usd = 0;
};

// By when a bucket begins: purchases of one call mostly share a minute.
using Sums = std::map<sales::Moment, Sold>;

void note(Sold& sum, const sales::Purchase& purchase) {
  ++sum.count;
  // A call has too few purchases for this to overflow.
  sum.usd += purchase.amount_paid_usd;
}

Result<void> add_sums(Database& database, std::string_view sql, const Sums& sums) {
  for (const auto& [at, sum] : sums) {
    TRY_VOID(database.run(sql, {std::int64_t{at.time_since_epoch().count()}, sum.count, sum.usd}));
  }
  return {};
}

std::string add_to(const std::string& table) {
  return "INSERT INTO " + table +
         " (at, count, usd) VALUES (?1, ?2, ?3) ON CONFLICT (at) DO UPDATE SET "
         "count = count + excluded.count, usd = usd + excluded.usd";
}

const std::string kAddToMinute = add_to("sale_minute");
const std::string kAddToQuarter = add_to("sale_quarter");
const std::string kAddToDay = add_to("sale_day");

using Quarters = std::chrono::duration<std::int64_t, std::ratio<900>>;

}  // namespace

Result<void> SalesFold::add(Database& database, const std::vector<sales::Recorded>& recorded) {
  using std::chrono::minutes;
  Sums by_minute;
  Sums by_quarter;
  Sums by_day;
  for (const auto& one : recorded) {
    TRY_VOID(insert_purchase(database, one));
    const auto& purchase = one.purchase;
    note(by_minute[std::chrono::floor<minutes>(purchase.at)], purchase);
    note(by_quarter[std::chrono::floor<Quarters>(purchase.at)], purchase);
  }
  for (const auto& [quarter, sum] : by_quarter) {
    auto& day = by_day[calendar_.begin(sales::Bucket::day, quarter)];
    day.count += sum.count;
    day.usd += sum.usd;
  }
  TRY_VOID(add_sums(database, kAddToMinute, by_minute));
  TRY_VOID(add_sums(database, kAddToQuarter, by_quarter));
  return add_sums(database, kAddToDay, by_day);
}

Result<void> SalesFold::fit_days(Database& database) {
  {
    TRY(auto book, database.query("SELECT time_zone FROM sale_book"));
    TRY(const bool row, book.step());
    if (row && book.text(0) == calendar_.time_zone()) return {};
  }
  Sums by_day;
  TRY(auto rows, database.query("SELECT at, count, usd FROM sale_quarter"));
  while (true) {
    TRY(const bool row, rows.step());
    if (!row) break;
    const sales::Moment quarter{std::chrono::milliseconds{rows.integer(0)}};
    auto& day = by_day[calendar_.begin(sales::Bucket::day, quarter)];
    day.count += rows.integer(1);
    day.usd += rows.integer(2);
  }
  TRY_VOID(database.run("DELETE FROM sale_day"));
  TRY_VOID(add_sums(database, kAddToDay, by_day));
  return database.run("UPDATE sale_book SET time_zone = ?1",
                      {std::string_view(calendar_.time_zone())});
}

}  // namespace vitrine::store::sqlite
