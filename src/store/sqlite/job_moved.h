// Rows that say where a job has moved to.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "store/sqlite/job_rows.h"
#include "store/sqlite/row_time.h"
#include "store/sqlite/statement.h"

namespace vitrine::store::sqlite::job_rows {

// Of RETURNING id, kind, queue, state, place, not_before.
inline Moved moved_in(const Statement& row, jobs::State before) {
  return {.id = std::string(row.text(0)),
          .kind = std::string(row.text(1)),
          .queue = std::string(row.text(2)),
          .place = row.integer(4),
          .not_before = maybe_time_in(row, 5),
          .before = before,
          .state = static_cast<jobs::State>(row.integer(3))};
}

inline Result<std::optional<Moved>> first_moved(Statement rows, jobs::State before) {
  TRY(bool there, rows.step());
  if (!there) return std::nullopt;
  auto moved = moved_in(rows, before);
  // Run to its end, so that all of it has happened.
  while (there) {
    TRY(there, rows.step());
  }
  return moved;
}

}  // namespace vitrine::store::sqlite::job_rows
