// The life of a job in its table, one function for each step, inside of a transaction of somebody
// else. Each writes by one statement, or says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/job_store.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite::job_rows {

// Where a running job is in the table, and by which right.
struct Held {
  std::int64_t place = 0;
  std::uint64_t fence = 0;
};

struct Begun {
  jobs::Reserved reserved;
  std::int64_t place = 0;
  std::uint32_t leases_lost = 0;
  WallTime created;
};

// Of a job whose state has changed.
struct Moved {
  jobs::JobId id = {};
  std::string kind = {};
  std::string queue = {};
  std::int64_t place = 0;
  // Of one that is delayed now.
  std::optional<WallTime> not_before = {};
  jobs::State before = jobs::State::waiting;
  jobs::State state = jobs::State::waiting;
};

struct Added {
  jobs::Enqueued answer;
  // Of one that has joined nothing.
  jobs::State state = jobs::State::waiting;
};

// One statement for each job that is new.
Result<std::vector<Added>> add(Database& database,
                               const std::vector<jobs::IdentifiedJob>& jobs,
                               WallTime now);

// At most `count`, in the order in which they are to be begun; without their workers.
Result<std::vector<Begun>> begin(Database& database,
                                 std::string_view queue,
                                 std::size_t count,
                                 WallTime now);

// Nothing: the job is held by somebody else, or not any more.
Result<std::optional<Moved>> settle(Database& database,
                                    const Held& held,
                                    const jobs::Outcome& outcome,
                                    WallTime now);

// The worker has vanished: it waits again, or has failed when this has happened leases_lost_max
// times. Nothing: as above.
Result<std::optional<Moved>> lose(Database& database,
                                  const Held& held,
                                  std::uint32_t leases_lost_max,
                                  WallTime now);
// All that run. For the start: nobody holds them any more.
Result<std::vector<Held>> running(Database& database);

}  // namespace vitrine::store::sqlite::job_rows
