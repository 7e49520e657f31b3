// The texts that Resque's tools and workers read and write: jobs, what a worker works on, failures.
// What we write is canonical, as JSON.stringify would write it, because the tools look a record up
// by parsing and writing it again. What others write is taken as it comes. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "failure/result.h"
#include "jobs/job.h"
#include "jobs/job_store.h"
#include "runtime/clock.h"

namespace vitrine::store::redis {

struct ResqueJob {
  // At most 128 bytes of it.
  std::string kind;
  // Empty: it does not say.
  std::string queue;
  // A JSON array, as it stands there.
  std::string arguments;
  // Empty: somebody else has put it into the queue.
  jobs::JobId id;
};

// bad_request: it is no job.
Result<ResqueJob> read_resque_job(std::string_view text);

// With the id as the first member of the first argument.
std::string resque_job_text(const jobs::IdentifiedJob& job);
// As they were before the id was put in; any others as they are.
std::string arguments_without_id(std::string_view arguments, const jobs::JobId& id);

// What follows the payload in the record of a failure, but for the id and the end of the record.
std::string failure_suffix(const jobs::JobError& error, WallTime at);

struct ResqueFailure {
  // Without a kind when the payload is no job.
  ResqueJob job;
  // The job's text as it stands there.
  std::string payload;
  std::string queue;
  std::string worker;
  jobs::JobError error;
  std::optional<WallTime> at;
};

// Nothing: it is no record.
std::optional<ResqueFailure> read_resque_failure(std::string_view record);

struct ResqueWork {
  ResqueJob job;
  std::string queue;
  std::optional<WallTime> since;
};

// Nothing: it is not readable, and the worker does something that nobody knows.
std::optional<ResqueWork> read_resque_work(std::string_view text);

// What iso_time() writes, with or without fractions; nothing for any other way to write it.
std::optional<WallTime> read_resque_time(std::string_view text);

// As JSON.stringify writes it, with its quotes; bytes that are no UTF-8 become U+FFFD.
std::string canonical_text(std::string_view text);

}  // namespace vitrine::store::redis
