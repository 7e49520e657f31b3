// What has to be whole. Each script answers a list, of which the first word says what became of it:
// "ok"; "epoch", when the data are in another life than the caller; "lost", when somebody else has
// the right to do this by now; "wait" and "rebuild" for settling.h.
#pragma once

#include "store/redis/script.h"

namespace vitrine::store::redis {

// KEYS: epoch log. ARGV: epoch records… -> ok ids…
extern const Script kAppendScript;
// KEYS: epoch probe. ARGV: epoch -> ok
extern const Script kProbeScript;
// KEYS: readers. ARGV: instance position -> ok
extern const Script kRefreshScript;
// KEYS: epoch readers cut. ARGV: epoch instance -> ok cut. The instance is a reader from the cut
// on.
extern const Script kEnterScript;
// KEYS: readers saver. ARGV: instance -> ok
extern const Script kLeaveScript;

// KEYS: epoch saver cut gone buckets… ARGV: epoch instance position lock-milliseconds
// (bucket-number key state)… -> ok. `position` is what the states hold.
extern const Script kSaveScript;
// KEYS: epoch saver cut readers log. ARGV: epoch instance position silent-milliseconds
// lock-milliseconds -> ok cut
extern const Script kCutScript;
// KEYS: epoch saver cut gone buckets… ARGV: epoch instance lock-milliseconds (bucket-number key)…
extern const Script kSweepScript;
// KEYS: saver. ARGV: instance lock-milliseconds -> ok
extern const Script kLockScript;
// KEYS: saver. ARGV: instance -> ok
extern const Script kUnlockScript;

// KEYS: epoch settling log cut. ARGV: run instance position name-of-the-next-epoch
// grace-milliseconds -> ok epoch | wait | rebuild
extern const Script kSettleScript;
// KEYS: settling everything-else… ARGV: instance
extern const Script kClearScript;
// KEYS: settling gone buckets… ARGV: instance position (bucket-number key state)…
extern const Script kRebuildScript;
// KEYS: epoch settling log cut saver. ARGV: run instance position name-of-the-next-epoch -> ok
// epoch
extern const Script kRebuiltScript;

}  // namespace vitrine::store::redis
