// Sums over time.
#pragma once

#include "sales/book.h"
#include "sales/calendar.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// Every bucket of the query. bad_request: more than Book::kPointsMax.
Result<std::vector<sales::HistoryPoint>> read_history(Database& database,
                                                      const sales::Calendar& calendar,
                                                      const sales::HistoryQuery& query);

}  // namespace vitrine::store::sqlite
