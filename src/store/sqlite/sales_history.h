// Sums over time and by artist.
#pragma once

#include "sales/book.h"
#include "sales/calendar.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// Every bucket of the query. bad_request: more than Book::kPointsMax.
Result<std::vector<sales::HistoryPoint>> read_history(Database& database,
                                                      const sales::Calendar& calendar,
                                                      const sales::HistoryQuery& query);

Result<std::vector<sales::Seller>> read_top_sellers(Database& database, std::size_t n);

}  // namespace vitrine::store::sqlite
