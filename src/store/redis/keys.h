// Where what is in Redis. One hash tag, so that on a cluster all of it is on one node and a script
// may touch any of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vitrine::store::redis {

// A stream: entries with the field `r` are records, those with `m` only move the id on.
inline const std::string kLogKey = "{vitrine:tallies}:log";
// The position up to which the log was dropped, and which every state holds.
inline const std::string kCutKey = "{vitrine:tallies}:cut";
// Which life of the data this is; see epoch.h.
inline const std::string kEpochKey = "{vitrine:tallies}:epoch";
// A hash: instance to "position milliseconds", how far it had read and when it said so.
inline const std::string kReadersKey = "{vitrine:tallies}:readers";
// The instance that saves; goes away by itself.
inline const std::string kSaverKey = "{vitrine:tallies}:saver";
// A hash: the keys whose state says that they are gone, to its bucket.
inline const std::string kGoneKey = "{vitrine:tallies}:gone";
// A hash, while the instances find out who writes the data anew; see settling.h.
inline const std::string kSettlingKey = "{vitrine:tallies}:settling";
// Written to see whether writing works.
inline const std::string kProbeKey = "{vitrine:tallies}:probe";

// The states are hashes of key to "position state", in buckets: each can be read whole in one
// answer, so that nothing comes twice and none is forgotten while somebody writes.
inline constexpr std::size_t kBuckets = 256;

std::string bucket_key(std::size_t bucket);
// In which the state of `key` is.
std::size_t bucket_of(std::string_view key);

}  // namespace vitrine::store::redis
