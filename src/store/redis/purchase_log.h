// The log of purchases in Redis, which any number of instances share.
//
// A purchase is an entry of one stream. A script appends, once by id and once by key; a thread
// tails the stream into the book of this instance, and an append ends when the book shows it.
// Reading never touches Redis.
//
// Redis that comes back without what this instance has read is another log from there on: the book
// is made anew, and marks of before mean nothing.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "observe/log.h"
#include "runtime/admission.h"
#include "runtime/pool.h"
#include "sales/log.h"
#include "sales/mirror.h"
#include "store/redis/backoff.h"
#include "store/redis/connection.h"

namespace vitrine::store::redis {

struct PurchaseLogConfig {
  RedisAddress address;
  Timeouts timeouts = {};
  BackoffConfig backoff = {};
  // Calls that are on their way to Redis, and calls that wait for that; the next one is busy.
  std::size_t calls_max = 8;
  std::size_t waiting_max = 1024;
  // How long the tail waits for a purchase before it looks around.
  std::chrono::milliseconds look_every{500};
  // How long an append waits for the book.
  std::chrono::milliseconds shown_within{5000};
};

// Lives on: any thread. The mirror outlives it; loops that await it outlive both.
class PurchaseLog final : public sales::PurchaseLog {
 public:
  PurchaseLog(PurchaseLogConfig config, sales::Mirror& mirror, observe::Log& log);
  // Stops.
  ~PurchaseLog() override;
  PurchaseLog(const PurchaseLog&) = delete;
  PurchaseLog& operator=(const PurchaseLog&) = delete;

  // The mirror is open. Returns at once; until the book has caught up trouble() says how far it is
  // behind, and appending is `unavailable`.
  void start();
  // Ends the tail. Appending afterwards is `unavailable`. Blocks.
  void stop();

  Task<Result<sales::Appended>> append(sales::Batch batch) override;

  Task<Result<std::vector<sales::Recorded>>> after(sales::Offset offset, std::size_t n) override {
    return mirror_.after(offset, n);
  }

  std::string trouble() const override;

 private:
  // The tail.
  void run();
  Result<void> connect();
  Result<void> prove();
  Result<void> follow();
  Result<void> add(const Reply& news);
  void tell_how_far();
  void set_trouble(std::string trouble);
  void wait(std::chrono::milliseconds span);

  Result<sales::Appended> append_now(const sales::Batch& batch);
  Result<Reply> send(const sales::Batch& batch);
  Result<void> wait_until_shown(const sales::Mark& mark);

  const PurchaseLogConfig config_;
  sales::Mirror& mirror_;
  observe::Log& log_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::string trouble_ = "the log of purchases is not open yet";
  std::vector<std::unique_ptr<Connection>> idle_;
  std::atomic<bool> stopping_{false};

  // The tail's only, but for interrupt().
  Connection tail_;
  Backoff backoff_;

  Admission admission_;
  // Last, so that they end before what they use.
  std::unique_ptr<Pool> tailing_;
  Pool calls_;
};

}  // namespace vitrine::store::redis
