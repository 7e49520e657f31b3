// The log of the tallies in Redis, which any number of instances share.
//
// A record is an entry of one stream. One thread writes what is appended here, another one reads
// what all instances have written, in the order of the stream, and applies it: an append ends when
// its own record has come back. Reading what was counted never touches Redis.
//
//   append -> AppendQueue -> Appender -> Redis -> Follower -> Reader::apply
//                                \-> Unapplied <-/  -> the awaiting task
#pragma once

#include <string>

#include "observe/log.h"
#include "observe/metrics.h"
#include "store/redis/address.h"
#include "store/redis/appender.h"
#include "store/redis/epoch.h"
#include "store/redis/follower.h"
#include "store/redis/troubles.h"
#include "store/redis/unapplied.h"
#include "tallies/log.h"

namespace vitrine::store::redis {

struct TallyLogConfig {
  RedisAddress address;
  Timeouts timeouts = {};
  AppenderConfig writing = {};
  FollowerConfig reading = {};
};

// Lives on: any thread. Loops that await append() outlive it.
class TallyLog final : public tallies::Log {
 public:
  TallyLog(const TallyLogConfig& config, observe::Metrics& metrics, observe::Log& log);
  // Stops.
  ~TallyLog() override;
  TallyLog(const TallyLog&) = delete;
  TallyLog& operator=(const TallyLog&) = delete;

  // Waits for a few seconds (SettlingConfig::grace) when Redis was started since an instance last
  // used it, or is empty. Throws when it cannot be reached, wants another password, is too old, a
  // read-only replica or still loading.
  void start(tallies::Reader& reader) override;
  // Also `busy`, when too much waits to be written. A record that was answered `unavailable` may
  // be in the log nevertheless, when the answer of Redis was lost.
  Task<Result<tallies::Position>> append(std::string record) override;
  void stop() override;
  std::string trouble() const override;

 private:
  const std::string instance_;
  const std::chrono::milliseconds answer_timeout_;
  Troubles troubles_;
  CurrentEpoch epoch_;
  Unapplied unapplied_;
  Follower follower_;
  Appender appender_;
  bool started_ = false;
  std::mutex stop_mutex_;
};

}  // namespace vitrine::store::redis
