// How purchases get into the log's table and into the sums that are read from it, in one
// transaction.
#pragma once

#include <vector>

#include "sales/calendar.h"
#include "sales/log.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// Lives on: the writer's thread.
class SalesFold {
 public:
  explicit SalesFold(sales::Calendar calendar) : calendar_(std::move(calendar)) {}

  // `recorded` follow what is there. Inside of a transaction, which must not be committed when this
  // fails.
  Result<void> add(Database& database, const std::vector<sales::Recorded>& recorded);

  // Makes the days anew when they were made with another calendar. In a transaction.
  Result<void> fit_days(Database& database);

 private:
  sales::Calendar calendar_;
};

}  // namespace vitrine::store::sqlite
