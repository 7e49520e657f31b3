// One commit: many changes in one transaction.
#pragma once

#include "store/sqlite/change.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite {

// Applies the changes in order, commits them, and sets the outcome of each. When the transaction as
// a whole is lost (the disk), all of them fail: none of them is half there, and none is tried
// again.
void commit_group(Database& database, ChangeList& group);

// The same when there cannot even be a transaction.
void fail_group(ChangeList& group, const Failure& failure);

// Hands the answered changes of whoever awaits them to their loops, with one post a loop; the
// others are destroyed.
void answer(ChangeList group);

}  // namespace vitrine::store::sqlite
