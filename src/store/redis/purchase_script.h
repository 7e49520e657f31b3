// Appending purchases, whole: once by id, once by key.
#pragma once

#include <string>

#include "store/redis/script.h"

namespace vitrine::store::redis {

// One hash tag, see keys.h.
//
// A stream: entry "N-0" is the purchase of offset N, in its field `r`.
inline const std::string kPurchasesKey = "{vitrine:sales}:log";
// A hash: the id of a purchase to its offset.
inline const std::string kPurchaseIdsKey = "{vitrine:sales}:ids";
// The name of this log.
inline const std::string kSalesEpochKey = "{vitrine:sales}:epoch";
// Before an idempotency key: a hash of `digest` and `answer`, which goes away by itself.
inline const std::string kPurchaseKeyKey = "{vitrine:sales}:key:";

// KEYS: log ids epoch [key]. ARGV: name-of-a-new-log digest milliseconds (id record)…
// -> ok epoch last answer | done epoch last answer | key | conflict id
//
// An answer is "17 18= 19 ": offsets, with a sign of equality behind those that were there before.
extern const Script kAppendPurchasesScript;

// KEYS: epoch. ARGV: name-of-a-new-log -> epoch. The one that there is, or the new one.
extern const Script kSalesEpochScript;

// KEYS: log epoch. ARGV: epoch offset record name-of-a-new-log -> ok | anew. What an instance has
// read must still be there; a Redis that came back without it is another log from there on.
extern const Script kSalesProofScript;

}  // namespace vitrine::store::redis
