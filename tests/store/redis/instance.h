// One instance of Vitrine as far as Redis sees it: a log with a reader that keeps what it hears.
// Everything that waits does so for milliseconds.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "await/await.h"
#include "conformance/record_keeper.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "redis_server/redis_server.h"
#include "service/harness/patience.h"
#include "store/redis/tally_log.h"

namespace vitrine::store::redis {

using conformance::RecordKeeper;
using service::eventually;

inline TallyLogConfig quick(const testing::RedisServer& server) {
  using std::chrono::milliseconds;
  TallyLogConfig config{.address = server.address()};
  config.timeouts.answer = service::patiently(milliseconds{300});
  config.writing.look_every = milliseconds{20};
  config.writing.backoff = {.first = milliseconds{5}, .longest = milliseconds{40}};
  config.reading.backoff = config.writing.backoff;
  config.reading.refresh_every = milliseconds{20};
  config.reading.settling.grace = service::patiently(milliseconds{150});
  config.reading.saving.save_after = std::chrono::hours{24};
  config.reading.saving.try_again_after = milliseconds{10};
  config.reading.saving.slice = 8;
  return config;
}

inline TallyLogConfig saving_at_once(const testing::RedisServer& server) {
  auto config = quick(server);
  config.reading.saving.save_records = 0;
  return config;
}

// A keeper whose calls can be held up: the instance then reads nothing and says nothing.
class HeldKeeper final : public tallies::Reader {
 public:
  void restore(std::string_view key, std::string_view state, tallies::Position holds) override {
    keeper.restore(key, state, holds);
  }

  void apply(std::string_view record, tallies::Position position, WallTime at) override {
    {
      std::unique_lock lock(mutex_);
      released_.wait(lock, [this] { return !held_; });
    }
    keeper.apply(record, position, at);
  }

  std::vector<tallies::Saved> changed(std::size_t limit) override { return keeper.changed(limit); }

  void not_saved(const std::vector<tallies::Saved>& states) override { keeper.not_saved(states); }

  void change_all() override { keeper.change_all(); }

  void forget_all() override { keeper.forget_all(); }

  void hold() {
    const std::scoped_lock lock(mutex_);
    held_ = true;
  }

  void release() {
    const std::scoped_lock lock(mutex_);
    held_ = false;
    released_.notify_all();
  }

  RecordKeeper keeper;

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  bool held_ = false;
};

class Instance {
 public:
  explicit Instance(const TallyLogConfig& config) : log(config, metrics_, observe::Log::silent()) {
    log.start(reader);
  }

  ~Instance() {
    reader.release();
    log.stop();
    EXPECT_EQ(reader.keeper.complaint(), "");
  }

  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  Result<tallies::Position> append(std::string record) {
    return testing::await(log.append(std::move(record)));
  }

  // Each attempt may count, so `record` says a number that no other record does.
  bool appends_again(const std::string& record) {
    return eventually([&] { return append(record).has_value(); });
  }

  std::map<std::string, RecordKeeper::Numbers> keys() const { return reader.keeper.keys(); }

  std::uint64_t read_anew() const { return metrics_.sum("vitrine_redis_read_anew_total"); }

 private:
  observe::Metrics metrics_;

 public:
  HeldKeeper reader;
  TallyLog log;
};

// What an instance that begins now reads back.
inline std::map<std::string, RecordKeeper::Numbers> read_back(const TallyLogConfig& config) {
  const Instance fresh(config);
  return fresh.keys();
}

}  // namespace vitrine::store::redis
