#include "store/sqlite/group.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>

namespace vitrine::store::sqlite {

namespace {

// Wrong SQL and broken invariants of one change must not end the writer, and with it all others.
Result<void> apply_caught(Database& database, Change& change) {
  try {
    return change.apply(database);
  } catch (const std::exception& thrown) {
    return fail(FailureKind::unavailable, "The store could not do this", thrown.what());
  }
}

Result<void> apply_one(Database& database, Change& change) {
  if (change.statements() == Change::Statements::one) return apply_caught(database, change);
  TRY_VOID(database.run("SAVEPOINT change"));
  auto applied = apply_caught(database, change);
  if (!database.in_transaction()) return applied;
  if (!applied) TRY_VOID(database.run("ROLLBACK TO change"));
  TRY_VOID(database.run("RELEASE change"));
  return applied;
}

Result<void> apply_all(Database& database, ChangeList& group) {
  TRY_VOID(database.run("BEGIN IMMEDIATE"));
  Result<void> whole;
  group.each([&](Change& change) {
    if (!whole) return;
    change.outcome = apply_one(database, change);
    // SQLite gave the transaction up, and what was applied before with it.
    if (!change.outcome && !database.in_transaction()) whole = change.outcome;
  });
  if (!whole) return whole;
  return database.run("COMMIT");
}

}  // namespace

void commit_group(Database& database, ChangeList& group) {
  const auto done = apply_all(database, group);
  if (done) return;
  if (database.in_transaction()) std::ignore = database.run("ROLLBACK");
  fail_group(group, done.error());
}

void fail_group(ChangeList& group, const Failure& failure) {
  group.each([&](Change& change) {
    // What failed by itself keeps its own reason.
    if (change.outcome) change.outcome = std::unexpected(failure);
  });
}

void answer(ChangeList group) {
  struct Loop {
    boost::asio::executor_work_guard<Executor> guard;
    ChangeList changes;
  };

  std::vector<Loop> loops;
  while (!group.empty()) {
    auto change = group.pop_front();
    if (!change->awaiter) continue;
    auto& guard = change->awaiter->loop;
    auto loop = std::ranges::find(
        loops, guard.get_executor(), [](const Loop& known) { return known.guard.get_executor(); });
    if (loop == loops.end()) {
      loops.push_back({guard, {}});
      loop = std::prev(loops.end());
    }
    // One guard a loop is enough, and it stays here until post() has returned: a loop that ran out
    // of work sooner could be destroyed while post() is still waking it.
    guard.reset();
    loop->changes.push_back(std::move(change));
  }
  for (auto& loop : loops) {
    boost::asio::post(loop.guard.get_executor(), [changes = std::move(loop.changes)]() mutable {
      while (!changes.empty()) {
        auto change = changes.pop_front();
        auto resume = std::move(change->awaiter->resume);
        resume(std::move(change));
      }
    });
  }
}

}  // namespace vitrine::store::sqlite
