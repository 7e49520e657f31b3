// What the store of jobs does as time passes, and what it is asked.
#include <tuple>
#include <utility>

#include "store/sqlite/job_store.h"
#include "store/sqlite/job_upkeep.h"
#include "store/sqlite/job_write.h"

namespace vitrine::store::sqlite {

namespace {

using Statements = Change::Statements;

constexpr std::size_t kPromotedAtOnce = 200;
// Rows that one change deletes, and changes of one call: a call keeps up with 5,000 jobs a second.
constexpr std::size_t kForgottenAtOnce = 200;
constexpr int kForgetsMax = 50;

}  // namespace

Task<Result<void>> JobStore::tend() {
  CO_TRY_VOID(co_await reap());
  CO_TRY_VOID(co_await promote());
  CO_TRY_VOID(co_await forget());
  co_return Result<void>();
}

Task<Result<void>> JobStore::reap() {
  for (const auto& held : ledger_.expired()) {
    CO_TRY_VOID(co_await move(Statements::one, [this, held](Database& database) {
      return job_rows::lose(database, held, ledger_.limits().leases_lost_max, clock_.wall());
    }));
  }
  co_return Result<void>();
}

Task<Result<void>> JobStore::promote() {
  struct Promoted {
    std::vector<job_rows::Moved> moved;
    std::optional<WallTime> next_due;
  };

  while (ledger_.is_due()) {
    JobWork<Promoted> work;
    work.write = [this](Database& database) -> Result<Promoted> {
      TRY(auto moved, job_rows::promote(database, clock_.wall(), kPromotedAtOnce));
      TRY(const auto due, job_rows::next_due(database));
      return Promoted{std::move(moved), due};
    };
    work.committed = [this](Promoted& promoted) {
      ledger_.set_next_due(promoted.next_due);
      for (const auto& moved : promoted.moved) follow(moved);
    };
    CO_TRY_VOID(co_await write_jobs(writer_, Statements::one, 0, std::move(work)));
  }
  co_return Result<void>();
}

// What could not be deleted is found again by the next start.
Task<Result<void>> JobStore::forget() {
  struct Nothing {};

  for (int i = 0; i < kForgetsMax; ++i) {
    auto places = ledger_.take_forgettable(kForgottenAtOnce);
    if (places.empty()) break;
    JobWork<Nothing> work;
    work.write = [places = std::move(places)](Database& database) -> Result<Nothing> {
      TRY_VOID(job_rows::forget_ended(database, places));
      return Nothing{};
    };
    CO_TRY_VOID(co_await write_jobs(writer_, Statements::several, 0, std::move(work)));
  }
  const auto too_many = ledger_.failed_too_many();
  if (too_many == 0) co_return Result<void>();
  JobWork<std::size_t> work;
  work.write = [count = std::min(too_many, kForgottenAtOnce)](Database& database) {
    return job_rows::forget_failed(database, count);
  };
  work.committed = [this](std::size_t& gone) { ledger_.failed_forgotten(gone); };
  CO_TRY_VOID(co_await write_jobs(writer_, Statements::several, 0, std::move(work)));
  co_return Result<void>();
}

Task<Result<std::optional<jobs::Job>>> JobStore::look(jobs::JobId id) {
  CO_TRY(auto job,
         co_await lookups_.ask<std::optional<jobs::Job>>(
             [id = std::move(id)](Database& database) { return job_reads::look(database, id); }));
  if (job && job->state == jobs::State::running) ledger_.complete(*job);
  co_return job;
}

Task<Result<jobs::Overview>> JobStore::overview() {
  co_return ledger_.overview();
}

Task<Result<jobs::JobPage>> JobStore::failed(std::size_t offset, std::size_t limit) {
  CO_TRY(auto some,
         co_await lookups_.ask<std::vector<jobs::Job>>([offset, limit](Database& database) {
           return job_reads::failed(database, offset, limit);
         }));
  co_return jobs::JobPage{.jobs = std::move(some), .total = ledger_.failed()};
}

Task<Result<jobs::JobPage>> JobStore::delayed(std::size_t offset, std::size_t limit) {
  CO_TRY(auto some,
         co_await lookups_.ask<std::vector<jobs::Job>>([offset, limit](Database& database) {
           return job_reads::delayed(database, offset, limit);
         }));
  co_return jobs::JobPage{.jobs = std::move(some), .total = ledger_.delayed()};
}

}  // namespace vitrine::store::sqlite
