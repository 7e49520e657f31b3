// What is to be done later, and what became of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/clock.h"

namespace vitrine::jobs {

// 128 random bits as 22 characters, which stand in URLs as they are; hard to guess.
using JobId = std::string;

// Randomness as a parameter: crypto::random_bytes, or what a test chooses. Any thread may call.
using Random = std::function<std::string(std::size_t)>;

JobId new_job_id(const Random& random);

enum class State : std::uint8_t {
  waiting,    // for a worker
  delayed,    // until a time: it was asked for so, or is tried again
  running,    // a worker holds it by a lease
  done,       // with a result
  failed,     // for good; a person may retry it
  cancelled,  // for good
};

// "waiting", ...
std::string_view name(State state);
std::optional<State> state_named(std::string_view text);

constexpr bool has_ended(State state) {
  return state == State::done || state == State::failed || state == State::cancelled;
}

// Urgent jobs go before all others of their queue; which of two urgent ones comes first is not
// promised. Other jobs are begun in the order in which they came; where those that were delayed
// stand among them is not promised either.
enum class Priority : std::uint8_t { normal, urgent };

// Kinds, queues and worker names: 1 to 64 letters, digits, '_', '-' and '.'.
bool is_name(std::string_view text);

struct NewJob {
  // Which function of the workers: "generateThumbnail".
  std::string kind = {};
  std::string queue = {};
  // A JSON array in the canonical form, as JSON.stringify writes it, whose first item is an object
  // without a member "jid" (there the shared store puts the id). Nothing here looks into it.
  std::string arguments = "[{}]";
  Priority priority = Priority::normal;
  std::optional<WallTime> not_before = std::nullopt;
  // At most 128 bytes: names what will come out of it. While a job with the same text waits, is
  // delayed or runs, the new one joins it. Empty: joins nothing.
  std::string once = {};
  // Runs until it is given up, when it fails for reasons that may pass; at least 1.
  std::uint32_t attempts_max = 5;
};

// Waiting or delayed.
State first_state(const NewJob& job, WallTime now);

// Why it did not work.
struct JobError {
  // "unsupported", ... as name(FailureKind), or one of ours ("WorkerLost", "UnknownKind").
  std::string kind;
  // A sentence that may be shown to whoever made the job.
  std::string sentence;

  bool operator==(const JobError&) const = default;
};

struct Progress {
  // 0 to 100.
  int percent = 0;
  // What is being done, at most 64 bytes.
  std::string word;

  bool operator==(const Progress&) const = default;
};

// A job as it is now.
struct Job {
  JobId id;
  std::string kind;
  std::string queue;
  std::string arguments;
  State state = State::waiting;
  // How often it was begun, of how many.
  std::uint32_t attempts = 0;
  std::uint32_t attempts_max = 0;
  // How often its worker has vanished with it.
  std::uint32_t leases_lost = 0;
  // Jobs of its queue that are begun before it, while it waits; counted up to kAheadMax.
  std::size_t ahead = 0;
  Progress progress;
  // Of a running one: somebody has asked for it to stop.
  bool cancel_asked = false;
  // Of the last attempt.
  std::optional<JobError> error;
  // What its function gave, once it is done.
  std::string result;
  // Empty unless it runs.
  std::string worker;
  WallTime created;
  // Of a delayed one: when it will wait again.
  std::optional<WallTime> not_before;
  // Of the last attempt.
  std::optional<WallTime> started;
  std::optional<WallTime> ended;

  static constexpr std::size_t kAheadMax = 1000;
};

}  // namespace vitrine::jobs
