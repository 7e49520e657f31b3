// Hears what happens to jobs, whichever instance does it.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "jobs/job_store.h"
#include "runtime/pool.h"
#include "store/redis/address.h"
#include "store/redis/connection.h"

namespace vitrine::store::redis {

// A line of what the scripts publish (job_scripts.h); nothing for what they do not.
std::optional<jobs::Change> read_news(std::string_view line);

// Lives on: any thread (mutex).
class JobNews {
 public:
  // Both are called on a thread of its own; `missed` whenever the connection has been made, for
  // what has happened before was not heard.
  JobNews(RedisAddress address,
          std::string channel,
          std::function<void(const jobs::Change&)> changed,
          std::function<void()> missed);
  ~JobNews();
  JobNews(const JobNews&) = delete;
  JobNews& operator=(const JobNews&) = delete;

 private:
  void run();
  bool subscribe();
  // Whether it should go on.
  bool pause();

  const std::string channel_;
  const std::function<void(const jobs::Change&)> changed_;
  const std::function<void()> missed_;
  Connection connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  // Last, so that it ends before what it uses.
  Pool thread_;
};

}  // namespace vitrine::store::redis
