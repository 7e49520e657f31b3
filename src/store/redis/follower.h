// The thread that reads: hears of every record that any instance has written, and makes all calls
// to the Reader. It also says every second how far it has read, saves (saving.h), and settles what
// holds when Redis comes back without its data (settling.h).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <string>

#include "observe/log.h"
#include "observe/metrics.h"
#include "runtime/pool.h"
#include "store/redis/backoff.h"
#include "store/redis/connection.h"
#include "store/redis/epoch.h"
#include "store/redis/log_reader.h"
#include "store/redis/saving.h"
#include "store/redis/settling.h"
#include "store/redis/troubles.h"
#include "store/redis/unapplied.h"

namespace vitrine::store::redis {

struct FollowerConfig {
  SavingConfig saving = {};
  SettlingConfig settling = {};
  BackoffConfig backoff = {};
  // How often it says how far it has read; also how long it waits for a record before it looks
  // around.
  std::chrono::milliseconds refresh_every{1000};
};

// What the two threads share. Lives on: any thread.
struct Shared {
  CurrentEpoch& epoch;
  Unapplied& unapplied;
  Troubles& troubles;
};

// Lives on: any thread; start and stop by its owner.
class Follower {
 public:
  Follower(const RedisAddress& address,
           Timeouts timeouts,
           const FollowerConfig& config,
           const std::string& instance,
           Shared shared,
           observe::Metrics& metrics,
           observe::Log& log);
  // Stops.
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Ends when everything is read back. Throws std::runtime_error that says what is wrong.
  void start(tallies::Reader& reader);
  void stop();

 private:
  enum class State : std::uint8_t {
    unsettled,  // the epoch is not known
    forgetful,  // what is in memory is not what is in Redis, and is to be read anew
    following,
  };

  void run(std::promise<void> started);
  void begin();
  Result<void> step();
  Result<void> connect();
  Result<void> settle();
  Result<void> enter_epoch(Epoch epoch);
  Result<void> read_back();
  Result<void> follow();
  Result<void> refresh();
  void leave_epoch();
  void fall(const Failure& failure);
  void wait(std::chrono::milliseconds span);

  const RedisAddress address_;
  const FollowerConfig config_;
  const std::string instance_;
  Shared shared_;
  observe::Counter& read_anew_;
  observe::Log& log_;
  tallies::Reader* reader_ = nullptr;

  // The thread only, but for interrupt().
  Connection connection_;
  LogReader log_reader_;
  Settling settling_;
  Saving saving_;
  Backoff backoff_;
  State state_ = State::unsettled;
  // Everything up to last_ has been applied. Says nothing while what is in memory is not whole.
  bool whole_ = false;
  bool caught_up_ = false;
  tallies::Position last_ = 0;
  std::chrono::steady_clock::time_point refresh_at_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<bool> stopping_{false};
  std::optional<Pool> thread_;
};

}  // namespace vitrine::store::redis
