// What the servers tell about each request, turned into log lines and metrics.
#pragma once

#include <deque>

#include "http/server.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "observe/request_log.h"
#include "runtime/clock.h"

namespace vitrine::app {

// Lives on: the shards; what one shard touches, no other does.
class RequestRecords final : public http::RequestObserver {
 public:
  // `log_lines` off: metrics only.
  RequestRecords(std::size_t shards,
                 bool log_lines,
                 const Clock& clock,
                 observe::Metrics& metrics,
                 observe::Log& log);

  void finished(const http::RequestRecord& record) override;
  void tick(std::size_t shard) override;

 private:
  const bool log_lines_;
  const Clock& clock_;
  observe::Counter* by_class_[6];
  observe::Counter& bytes_;
  observe::Histogram& seconds_;
  std::deque<observe::RequestLog> logs_;
};

}  // namespace vitrine::app
