// Waits until a queue holds something, whoever has put it there, without asking again and again:
// BLMOVE takes its first job and puts it back at the same end in one step, so that nothing changes
// but that we know.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

#include "runtime/pool.h"
#include "store/redis/address.h"
#include "store/redis/connection.h"

namespace vitrine::store::redis {

// Lives on: any thread (mutex).
class JobWatch {
 public:
  // `key` is that of the queue; `found` is called on the thread of the watch.
  JobWatch(RedisAddress address, std::string key, std::function<void()> found);
  ~JobWatch();
  JobWatch(const JobWatch&) = delete;
  JobWatch& operator=(const JobWatch&) = delete;

  // Says once that the queue holds something; at once when it does so already.
  void arm();

 private:
  void run();
  // Whether it should go on.
  bool wait_until_armed();
  void pause();

  const std::string key_;
  const std::function<void()> found_;
  Connection connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool armed_ = false;
  bool stopping_ = false;
  // Last, so that it ends before what it uses.
  Pool thread_;
};

}  // namespace vitrine::store::redis
