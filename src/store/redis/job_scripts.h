// The queue on Redis, and every change of it: each script is whole. KEYS: ours, Resque's, news.
//
// What stands behind KEYS[2], "resque:", is Resque's, to the byte; its tools and workers may change
// any of it at any time. What is ours is behind KEYS[1], "vitrine-jobs:", where those do not look:
//
//   job:ID    hash        text queue kind state fence attempts max lost created due started ended
//                         error_kind error result percent word worker wname cancel once urgent
//                         record wlock: the copy of a job that outlives its worker
//   leases    sorted set  ids of those that run, by the time until which
//   delayed   sorted set  ids of ours, by the time at which they wait again
//   ended     sorted set  ids that are done or cancelled, by the time at which
//   workers   sorted set  workers of ours with their queues, by when they were heard of last
//   once:TEXT string      the id of the job that has said so
//
// KEYS[3] is a channel, on which steps are told, a line each: "state new-or-not cancel id queue
// kind".
//
// Where the two say different things, Resque's keys are right: a failed job that a tool has put
// back waits, and one whose queue was deleted is gone.
//
// ARGV[1] is the time in milliseconds since 1970, or 0 for the server's. Other times are
// milliseconds too. Answers are lists, whose first word says what became of it.
#pragma once

#include "store/redis/script.h"

namespace vitrine::store::redis {

// now queue-max (count (id kind queue text once urgent attempts-max due)…)… -> for each count
// ok (id joined)… | full
extern const Script kEnqueueJobsScript;
// now run-at lease attempts-max-of-others queues queue… (name full-name fence fresh-id)…
// -> ok (id fence queue text attempt attempts-max name)… | paused
extern const Script kReserveJobsScript;
// now lease leases (id fence)… time (name full-name ping)… -> ok (yes | lost | cancel)…
extern const Script kRenewJobsScript;
// now leader (name full-name)… -> ok
extern const Script kLeaveJobsScript;

// now done-max (id fence result)… -> for each yes | no
extern const Script kJobDoneScript;
// now id fence failed-max error-kind error suffix -> yes | no
extern const Script kJobFailedScript;
// now id fence due error-kind error -> yes | no
extern const Script kJobAgainScript;
// now id fence -> yes | no
extern const Script kJobBackScript;
// now id fence done-max -> yes | no
extern const Script kJobStoppedScript;
// now id fence percent word -> yes | no
extern const Script kNoteJobScript;

// now leases-lost-max failed-max error-kind error suffix kept leader -> ok
extern const Script kTendJobsScript;

// now id -> ok state ahead (field value)… | none
extern const Script kLookJobScript;
// now -> ok (queue waiting)… , (full-name working-on started)… , delayed failed processed
// failed-total paused; the two lists are lists of their own
extern const Script kJobOverviewScript;
// now offset limit -> ok total record…, the newest first
extern const Script kFailedJobsScript;
// now offset limit -> ok total (seconds text)…, the soonest first
extern const Script kDelayedJobsScript;

// now id -> yes | no
extern const Script kRetryJobScript;
// now record queue payload -> yes | no. For a failure that is nobody's of ours; without a queue it
// is forgotten.
extern const Script kRetryRecordScript;
// now id -> yes | no
extern const Script kRemoveJobScript;
// now id done-max -> yes | no
extern const Script kCancelJobScript;

}  // namespace vitrine::store::redis
