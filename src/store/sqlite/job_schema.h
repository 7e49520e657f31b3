// The table of jobs.
#pragma once

#include <string_view>

namespace vitrine::store::sqlite {

// job: `place` is the order in which jobs came. `state` is 0 waiting, 1 delayed, 2 running, 3 done,
// 4 failed, 5 cancelled. `once` is NULL as soon as the job has ended, so that another may come.
// Times are in milliseconds since 1970. Who runs a job, until when and how far it is, is in memory:
// only one process has the file, and what it was running when it ended is begun again.
//
// There is an index for each state that is looked for; none of them is written when a running job
// ends as it should.
//
// job_total: jobs that were done or have failed, beside those that are still in the table.
inline constexpr std::string_view kJobSchema = R"sql(
CREATE TABLE job (
  place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, queue TEXT NOT NULL,
  arguments TEXT NOT NULL, once TEXT, urgent INTEGER NOT NULL, state INTEGER NOT NULL,
  fence INTEGER NOT NULL, attempts INTEGER NOT NULL, attempts_max INTEGER NOT NULL,
  leases_lost INTEGER NOT NULL, created INTEGER NOT NULL, not_before INTEGER, started INTEGER,
  ended INTEGER, error_kind TEXT, error TEXT, result TEXT) STRICT;
CREATE INDEX job_waiting ON job (queue, urgent DESC, place) WHERE state = 0;
CREATE INDEX job_delayed ON job (not_before) WHERE state = 1;
CREATE INDEX job_failed ON job (ended, place) WHERE state = 4;
CREATE UNIQUE INDEX job_once ON job (once) WHERE once IS NOT NULL;
CREATE TABLE job_total (done INTEGER NOT NULL, failed INTEGER NOT NULL) STRICT;
INSERT INTO job_total VALUES (0, 0);
)sql";

}  // namespace vitrine::store::sqlite
