#include "store/sqlite/purchase_rows.h"

#include <chrono>
#include <string>
#include <vector>

namespace vitrine::store::sqlite {

namespace {

const std::string kInsert =
    "INSERT INTO purchase (" + kPurchaseColumns +
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
const std::string kSelect = "SELECT " + kPurchaseColumns + " FROM purchase ";
const std::string kSelectAt = kSelect + "WHERE position = ?1";
const std::string kSelectAfter = kSelect + "WHERE position > ?1 ORDER BY position LIMIT ?2";
const std::string kSelectNewest = kSelect + "ORDER BY at DESC, position DESC LIMIT ?1";

std::string text(const Statement& row, int column) {
  return std::string(row.text(column));
}

std::int64_t number(sales::Offset offset) {
  return static_cast<std::int64_t>(offset);
}

Result<std::optional<sales::Recorded>> first_row(Statement rows) {
  TRY(const bool row, rows.step());
  if (!row) return std::nullopt;
  return read_purchase(rows);
}

Result<std::vector<sales::Recorded>> all_rows(Statement rows) {
  std::vector<sales::Recorded> all;
  while (true) {
    TRY(const bool row, rows.step());
    if (!row) return all;
    all.push_back(read_purchase(rows));
  }
}

}  // namespace

sales::Recorded read_purchase(const Statement& row) {
  sales::Recorded recorded;
  recorded.offset = static_cast<sales::Offset>(row.integer(0));
  auto& purchase = recorded.purchase;
  purchase.id = text(row, 1);
  purchase.at = sales::Moment{std::chrono::milliseconds{row.integer(2)}};
  purchase.artist_name = text(row, 3);
  purchase.album_title = text(row, 4);
  purchase.item_description = text(row, 5);
  purchase.item_type = text(row, 6);
  purchase.slug_type = text(row, 7);
  purchase.country = text(row, 8);
  purchase.country_code = text(row, 9);
  purchase.currency = text(row, 10);
  purchase.amount_paid = row.integer(11);
  purchase.item_price = row.integer(12);
  purchase.amount_paid_usd = row.integer(13);
  purchase.quantity = row.integer(14);
  purchase.art_url = text(row, 15);
  purchase.url = text(row, 16);
  purchase.art_id = text(row, 17);
  return recorded;
}

Result<void> insert_purchase(Database& database, const sales::Recorded& recorded) {
  const auto& purchase = recorded.purchase;
  return database.run(kInsert,
                      {number(recorded.offset),
                       std::string_view(purchase.id),
                       std::int64_t{purchase.at.time_since_epoch().count()},
                       std::string_view(purchase.artist_name),
                       std::string_view(purchase.album_title),
                       std::string_view(purchase.item_description),
                       std::string_view(purchase.item_type),
                       std::string_view(purchase.slug_type),
                       std::string_view(purchase.country),
                       std::string_view(purchase.country_code),
                       std::string_view(purchase.currency),
                       purchase.amount_paid,
                       purchase.item_price,
                       purchase.amount_paid_usd,
                       purchase.quantity,
                       std::string_view(purchase.art_url),
                       std::string_view(purchase.url),
                       std::string_view(purchase.art_id)});
}

Result<std::optional<sales::Recorded>> purchase_at(Database& database, sales::Offset offset) {
  TRY(auto rows, database.query(kSelectAt, {number(offset)}));
  return first_row(std::move(rows));
}

Result<sales::Offset> last_purchase(Database& database) {
  TRY(auto rows, database.query("SELECT ifnull(max(position), 0) FROM purchase"));
  TRY(const bool row, rows.step());
  return row ? static_cast<sales::Offset>(rows.integer(0)) : 0;
}

Result<std::vector<sales::Recorded>> purchases_after(Database& database,
                                                     sales::Offset offset,
                                                     std::size_t n) {
  TRY(auto rows, database.query(kSelectAfter, {number(offset), static_cast<std::int64_t>(n)}));
  return all_rows(std::move(rows));
}

Result<std::vector<sales::Recorded>> newest_purchases(Database& database, std::size_t n) {
  TRY(auto rows, database.query(kSelectNewest, {static_cast<std::int64_t>(n)}));
  return all_rows(std::move(rows));
}

}  // namespace vitrine::store::sqlite
