// Purchases as rows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sales/log.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// The columns that read_purchase reads, for SELECT.
inline const std::string kPurchaseColumns =
    "position, id, at, artist_name, album_title, item_description, item_type, slug_type, country, "
    "country_code, currency, amount_paid, item_price, amount_paid_usd, quantity, art_url, url, "
    "art_id";

sales::Recorded read_purchase(const Statement& row);

Result<void> insert_purchase(Database& database, const sales::Recorded& recorded);
Result<std::optional<sales::Recorded>> purchase_at(Database& database, sales::Offset offset);
// The position of the last one; 0 without any.
Result<sales::Offset> last_purchase(Database& database);
Result<std::vector<sales::Recorded>> purchases_after(Database& database,
                                                     sales::Offset offset,
                                                     std::size_t n);
// By `at`, then by position.
Result<std::vector<sales::Recorded>> newest_purchases(Database& database, std::size_t n);

}  // namespace vitrine::store::sqlite
