// What is asked of the table of jobs. Those who run are not known to it: workers and progress are
// in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/job_store.h"
#include "store/sqlite/database.h"

namespace vitrine::store::sqlite::job_reads {

// A job that is to be forgotten some day.
struct Ended {
  std::int64_t place = 0;
  WallTime at;
};

struct Counts {
  std::map<std::string, std::size_t> waiting;
  std::size_t delayed = 0;
  std::size_t failed = 0;
  std::uint64_t done_total = 0;
  std::uint64_t failed_total = 0;
  // Done and cancelled ones, the oldest first.
  std::deque<Ended> ended;
};

Result<std::optional<jobs::Job>> look(Database& database, std::string_view id);
Result<std::vector<jobs::Job>> failed(Database& database, std::size_t offset, std::size_t limit);
Result<std::vector<jobs::Job>> delayed(Database& database, std::size_t offset, std::size_t limit);
// Reads all of the table.
Result<Counts> counts(Database& database);

}  // namespace vitrine::store::sqlite::job_reads
