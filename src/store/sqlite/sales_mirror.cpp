// The book where the log is elsewhere.
#include <optional>
#include <utility>

#include "store/sqlite/purchase_rows.h"
#include "store/sqlite/sales_book.h"

namespace vitrine::store::sqlite {

namespace {

constexpr const char* kForget =
    "DELETE FROM purchase; DELETE FROM purchase_id; DELETE FROM sale_seller;"
    "DELETE FROM sale_minute; DELETE FROM sale_quarter; DELETE FROM sale_day;"
    "INSERT INTO purchase_word (purchase_word) VALUES ('delete-all');"
    "UPDATE sale_book SET filed = 0, indexed = 0";

}  // namespace

Result<std::optional<sales::Purchase>> SalesBook::at(sales::Offset offset) {
  std::optional<sales::Purchase> purchase;
  TRY_VOID(writer_.call([&](Database& database) -> Result<void> {
    TRY(auto recorded, purchase_at(database, offset));
    if (recorded) purchase = std::move(recorded->purchase);
    return {};
  }));
  return purchase;
}

Result<void> SalesBook::add(std::vector<sales::Recorded> recorded) {
  bool folding = false;
  return writer_.call(
      [&](Database& database) -> Result<void> {
        folding = true;
        return fold(database, recorded);
      },
      [&](bool committed) {
        if (committed) {
          folded(recorded);
        } else if (folding) {
          not_folded(recorded);
        }
      });
}

Result<void> SalesBook::begin_anew(std::string epoch) {
  return writer_.call(
      [&](Database& database) -> Result<void> {
        TRY_VOID(database.execute(kForget));
        return database.run("UPDATE sale_book SET epoch = ?1", {std::string_view(epoch)});
      },
      [&](bool committed) {
        if (!committed) return;
        tail_.forget();
        words_.forget();
        const std::scoped_lock lock(mutex_);
        top_ = {};
        last_ = {.epoch = std::move(epoch), .offset = 0};
      });
}

}  // namespace vitrine::store::sqlite
