// One attempt at a job, and what becomes of it.
#include <exception>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "failure/check.h"
#include "jobs/retry_rule.h"
#include "jobs/workers.h"
#include "runtime/sleep.h"

namespace vitrine::jobs {

namespace {

// An outcome that the store cannot take is offered so often, with a pause in between. Then the
// lease is over or nearly so, and the job will be done again.
constexpr int kSettleTries = 30;
constexpr std::size_t kChanceBytes = 4;

const JobError* error_in(const Outcome& outcome) {
  if (const auto* failed = std::get_if<Failed>(&outcome)) return &failed->error;
  if (const auto* retry = std::get_if<RetryAt>(&outcome)) return &retry->error;
  return nullptr;
}

}  // namespace

Task<Outcome> Workers::attempt(JobRun& run) {
  const auto found = kinds_.find(run.kind());
  if (found == kinds_.end()) {
    co_return Failed{
        {"UnknownKind", fmt::format("No worker here knows jobs of the kind {}", run.kind())}};
  }
  try {
    auto result = co_await found->second(run);
    check(!result || result->size() <= kResultBytesMax, "a result is in its limit");
    co_return outcome_of(run, std::move(result));
  } catch (const std::exception& thrown) {
    log_.error("jobs",
               fmt::format("job={} kind={} threw: {}", run.id(), run.kind(), thrown.what()));
  }
  // Memory or the machine is in trouble, which may be over next time.
  co_return outcome_of(run, fail(FailureKind::unavailable, "The job could not be done now"));
}

Outcome Workers::outcome_of(const JobRun& run, Result<std::string> result) {
  if (result) return Done{*std::move(result)};
  if (run.was(Held::cancel)) return Cancelled{};
  if (run.cancelled()) return HandedBack{};
  const auto kind = result.error().kind;
  JobError error{std::string(name(kind)), std::move(result).error().public_message};
  if (!may_pass(kind)) return Failed{std::move(error)};
  const auto pause = pause_after({run.reserved().attempt, run.reserved().attempts_max},
                                 chance_in(random_(kChanceBytes)));
  if (!pause) return Failed{std::move(error)};
  return RetryAt{clock_.wall() + *pause, std::move(error)};
}

Task<void> Workers::settle(const JobRun& run, const Outcome& outcome) {
  for (int i = 0; i < kSettleTries; ++i) {
    const auto settled = co_await store_.settle(run.reserved().lease, outcome);
    if (settled) {
      if (*settled) {
        note_end(run, outcome);
      } else {
        counters_.lost.add();
      }
      co_return;
    }
    co_await sleep_for(config_.store_pause);
  }
  counters_.lost.add();
}

void Workers::note_end(const JobRun& run, const Outcome& outcome) {
  const std::chrono::duration<double> took = clock_.steady() - run.begun();
  counters_.seconds.observe(took.count());
  if (std::holds_alternative<Done>(outcome)) {
    counters_.done.add();
  } else if (std::holds_alternative<Failed>(outcome)) {
    counters_.failed.add();
  } else if (std::holds_alternative<RetryAt>(outcome)) {
    counters_.retried.add();
  } else {
    counters_.returned.add();
  }
  const auto* error = error_in(outcome);
  const auto level = error == nullptr ? observe::Level::debug : observe::Level::warning;
  if (!log_.enabled(level)) return;
  log_.write(
      level,
      "jobs",
      fmt::format("job={} kind={} attempt={} of={} seconds={:.3f}{}",
                  run.id(),
                  run.kind(),
                  run.reserved().attempt,
                  run.reserved().attempts_max,
                  took.count(),
                  error == nullptr ? std::string()
                                   : fmt::format(" error={} {}", error->kind, error->sentence)));
}

}  // namespace vitrine::jobs
