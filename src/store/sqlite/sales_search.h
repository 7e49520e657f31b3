// Finding purchases by words, within a time.
#pragma once

#include <chrono>

#include "sales/book.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// `query` has words. Looks at the purchases that were recorded last first, and ends when it has
// four times `n` matches, or after `time_max`: `cut` then. `as_of` is left to the caller.
Result<sales::Found> search_purchases(Database& database,
                                      const sales::Query& query,
                                      std::size_t n,
                                      std::chrono::microseconds time_max);

}  // namespace vitrine::store::sqlite
