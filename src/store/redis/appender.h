// The thread that writes. Everything that was appended during one round trip to Redis goes into the
// next one, as one script; an idle thread sends at once.
//
// A record whose answer was lost is not sent again: it may be in Redis, and would count twice. It
// is answered `unavailable`, as is everything while Redis cannot be written to; nothing waits for
// Redis to come back.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "observe/metrics.h"
#include "runtime/pool.h"
#include "store/redis/append_queue.h"
#include "store/redis/backoff.h"
#include "store/redis/connection.h"
#include "store/redis/epoch.h"
#include "store/redis/troubles.h"
#include "store/redis/unapplied.h"

namespace vitrine::store::redis {

struct AppenderConfig {
  QueueLimits queue = {};
  // Of one round trip.
  QueueLimits group{.records_max = 512, .bytes_max = 4U << 20};
  BackoffConfig backoff = {};
  // An idle thread looks this often whether Redis still takes writes.
  std::chrono::milliseconds look_every{1000};
};

// Lives on: any thread.
class Appender {
 public:
  Appender(const RedisAddress& address,
           Timeouts timeouts,
           const AppenderConfig& config,
           const CurrentEpoch& epoch,
           Unapplied& unapplied,
           Troubles& troubles,
           observe::Metrics& metrics);
  // Stops.
  ~Appender();
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  void start();
  // Answered when it has been applied, or has failed.
  void submit(std::unique_ptr<Append> append);
  // Sends what was submitted, and ends the thread.
  void stop();
  // After stop(): this instance no longer is a reader.
  void leave(const std::string& instance);

 private:
  using Batch = std::vector<std::unique_ptr<Append>>;

  struct Counters {
    explicit Counters(observe::Metrics& metrics);
    observe::Counter& groups;
    observe::Counter& records;
    observe::Counter& failed;
    observe::Counter& refused;
    observe::Histogram& seconds;
  };

  void run();
  void look();
  void send(Batch batch);
  void hand_on(Batch batch, const Reply& reply, std::uint64_t generation);
  void refuse(Batch batch, const Failure& failure);
  void fall(const Failure& failure);
  Result<void> recover();
  Result<void> probe();

  const AppenderConfig config_;
  const CurrentEpoch& epoch_;
  Unapplied& unapplied_;
  Troubles& troubles_;
  Counters counters_;
  AppendQueue queue_;

  // The thread only.
  Connection connection_;
  Backoff backoff_;
  // While Redis cannot be written to: why, and when to try again.
  std::optional<Failure> fallen_;
  std::chrono::steady_clock::time_point retry_at_;

  std::optional<Pool> thread_;
};

}  // namespace vitrine::store::redis
