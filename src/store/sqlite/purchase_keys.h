// What became of calls with an idempotency key.
#pragma once

#include <optional>

#include "sales/log.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// Absent: nobody used the key. unsupported: for another body.
Result<std::optional<sales::Appended>> answer_before(Database& database,
                                                     const sales::IdempotencyKey& key,
                                                     sales::Moment now);

// Also forgets a few of those whose time is over.
Result<void> keep_answer(Database& database,
                         const sales::IdempotencyKey& key,
                         const sales::Appended& answer,
                         sales::Moment now);

}  // namespace vitrine::store::sqlite
