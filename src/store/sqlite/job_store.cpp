#include "store/sqlite/job_store.h"

#include <mutex>
#include <utility>
#include <variant>

#include "store/sqlite/job_upkeep.h"
#include "store/sqlite/job_write.h"
#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {

namespace {

using Statements = Change::Statements;
using jobs::State;

// Questions that wait.
constexpr std::size_t kLookupsMax = 1000;
// What a job takes beside its texts, and about what any other change holds.
constexpr std::size_t kJobBytes = 256;

std::size_t bytes_of(const std::vector<jobs::IdentifiedJob>& jobs) {
  std::size_t bytes = 0;
  for (const auto& job : jobs) bytes += kJobBytes + job.job.arguments.size();
  return bytes;
}

jobs::Change change_of(const job_rows::Moved& moved) {
  return {.id = moved.id, .kind = moved.kind, .queue = moved.queue, .state = moved.state};
}

}  // namespace

JobStore::JobStore(Writer& writer, const jobs::StoreLimits& limits, const Clock& clock)
    : writer_(writer),
      clock_(clock),
      ledger_(limits, clock),
      lookups_(writer.file(), "jobs", kLookupsMax) {
}

JobStore::~JobStore() = default;

void JobStore::start() {
  const auto read = writer_.call([this](Database& database) -> Result<void> {
    TRY(const auto left, job_rows::running(database));
    for (const auto& held : left) {
      TRY_VOID(job_rows::lose(database, held, ledger_.limits().leases_lost_max, clock_.wall()));
    }
    TRY(auto counts, job_reads::counts(database));
    TRY(const auto due, job_rows::next_due(database));
    ledger_.load(std::move(counts), due);
    return {};
  });
  if (!read) throw start_error(writer_.file(), read.error());
}

void JobStore::listen(jobs::StoreEvents events) {
  const std::unique_lock lock(events_mutex_);
  events_ = std::move(events);
}

void JobStore::tell(const jobs::Change& change) const {
  const std::shared_lock lock(events_mutex_);
  if (events_.changed) events_.changed(change);
}

void JobStore::tell_work(const std::string& queue) const {
  const std::shared_lock lock(events_mutex_);
  if (events_.may_be_work) events_.may_be_work(queue);
}

// What is counted is seen by whoever is told.
void JobStore::follow(const job_rows::Moved& moved) {
  ledger_.moved(moved);
  tell(change_of(moved));
  if (moved.state == State::waiting) tell_work(moved.queue);
}

Task<Result<std::vector<jobs::Enqueued>>> JobStore::enqueue(std::vector<jobs::IdentifiedJob> jobs) {
  using Added = std::vector<job_rows::Added>;
  const auto statements = jobs.size() == 1 ? Statements::one : Statements::several;
  const auto bytes = bytes_of(jobs);
  const auto all = std::make_shared<const std::vector<jobs::IdentifiedJob>>(std::move(jobs));
  const auto admitted = std::make_shared<bool>(false);
  JobWork<Added> work;
  work.write = [this, all, admitted](Database& database) -> Result<Added> {
    TRY_VOID(ledger_.admit(all->size()));
    *admitted = true;
    return job_rows::add(database, *all, clock_.wall());
  };
  work.committed = [this, all](Added& added) {
    ledger_.settle_admitted(all->size());
    for (std::size_t i = 0; i < added.size(); ++i) {
      if (added[i].answer.joined) continue;
      const auto& job = (*all)[i];
      ledger_.added(job.job, added[i].state);
      tell({.id = job.id, .kind = job.job.kind, .queue = job.job.queue, .state = added[i].state});
      if (added[i].state == State::waiting) tell_work(job.job.queue);
    }
  };
  work.failed = [this, all, admitted] {
    if (*admitted) ledger_.settle_admitted(all->size());
  };
  CO_TRY(auto added, co_await write_jobs(writer_, statements, bytes, std::move(work)));
  std::vector<jobs::Enqueued> answers;
  answers.reserve(added.size());
  for (auto& one : added) answers.push_back(std::move(one.answer));
  co_return answers;
}

Task<Result<void>> JobStore::arrive(std::vector<jobs::WorkerPlace> places) {
  ledger_.arrive(std::move(places));
  co_return Result<void>();
}

Task<Result<void>> JobStore::leave(std::vector<std::string> workers) {
  ledger_.leave(workers);
  co_return Result<void>();
}

Task<Result<std::vector<jobs::Reserved>>> JobStore::reserve(jobs::Reservation reservation) {
  using Begun = std::vector<job_rows::Begun>;
  if (!ledger_.any_waiting(reservation.queues)) co_return std::vector<jobs::Reserved>();
  const auto asked = std::make_shared<const jobs::Reservation>(std::move(reservation));
  JobWork<Begun> work;
  work.write = [this, asked](Database& database) -> Result<Begun> {
    Begun all;
    for (const auto& queue : asked->queues) {
      const auto wanted = asked->workers.size() - all.size();
      if (wanted == 0) break;
      TRY(auto some, job_rows::begin(database, queue, wanted, clock_.wall()));
      for (auto& one : some) {
        one.reserved.lease.worker = asked->workers[all.size()];
        all.push_back(std::move(one));
      }
    }
    return all;
  };
  work.committed = [this, asked](Begun& all) {
    ledger_.begun(all, asked->lease);
    for (const auto& one : all) {
      tell({.id = one.reserved.lease.id,
            .kind = one.reserved.kind,
            .queue = one.reserved.queue,
            .state = State::running});
    }
  };
  const auto statements = asked->queues.size() == 1 ? Statements::one : Statements::several;
  CO_TRY(auto begun, co_await write_jobs(writer_, statements, kJobBytes, std::move(work)));
  std::vector<jobs::Reserved> reserved;
  reserved.reserve(begun.size());
  for (auto& one : begun) reserved.push_back(std::move(one.reserved));
  co_return reserved;
}

Task<Result<std::vector<jobs::Held>>> JobStore::renew(std::vector<jobs::Lease> leases,
                                                      std::vector<std::string> /*workers*/,
                                                      std::chrono::milliseconds lease) {
  co_return ledger_.renew(leases, lease);
}

Task<Result<bool>> JobStore::move(Change::Statements statements,
                                  std::function<Result<Moved>(Database&)> work) {
  CO_TRY(const auto moved,
         co_await write_jobs<Moved>(writer_,
                                    statements,
                                    kJobBytes,
                                    {.write = std::move(work), .committed = [this](Moved& moved) {
                                       if (moved) follow(*moved);
                                     }}));
  co_return moved.has_value();
}

Task<Result<bool>> JobStore::settle(jobs::Lease lease, jobs::Outcome outcome) {
  const auto held = ledger_.held(lease);
  if (!held) co_return false;
  co_return co_await move(Statements::one,
                          [this, held = *held, outcome = std::move(outcome)](Database& database) {
                            return job_rows::settle(database, held, outcome, clock_.wall());
                          });
}

Task<Result<bool>> JobStore::note(jobs::Lease lease, jobs::Progress progress) {
  const auto change = ledger_.note(lease, std::move(progress));
  if (change) tell(*change);
  co_return change.has_value();
}

Task<Result<bool>> JobStore::retry(jobs::JobId id) {
  return move(Statements::several,
              [id = std::move(id)](Database& database) { return job_rows::retry(database, id); });
}

Task<Result<bool>> JobStore::cancel(jobs::JobId id) {
  const auto asked = ledger_.ask_to_stop(id);
  if (asked) {
    tell(*asked);
    co_return true;
  }
  co_return co_await move(Statements::one, [this, id = std::move(id)](Database& database) {
    return job_rows::cancel(database, id, clock_.wall());
  });
}

Task<Result<bool>> JobStore::remove(jobs::JobId id) {
  JobWork<Moved> work;
  work.write = [id = std::move(id)](Database& database) { return job_rows::remove(database, id); };
  work.committed = [this](Moved& moved) {
    if (!moved) return;
    ledger_.moved(*moved, false);
    if (!jobs::has_ended(moved->before)) tell(change_of(*moved));
  };
  CO_TRY(const auto moved,
         co_await write_jobs(writer_, Statements::several, kJobBytes, std::move(work)));
  co_return moved.has_value();
}

}  // namespace vitrine::store::sqlite
