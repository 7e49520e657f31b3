#include "app/request_records.h"

#include <string>

namespace vitrine::app {

RequestRecords::RequestRecords(std::size_t shards,
                               bool log_lines,
                               const Clock& clock,
                               observe::Metrics& metrics,
                               observe::Log& log)
    : log_lines_(log_lines),
      clock_(clock),
      bytes_(metrics.counter("vitrine_http_sent_bytes_total", "Bytes of answers, heads included.")),
      seconds_(metrics.histogram("vitrine_http_request_seconds",
                                 "From the whole head to the last byte handed to the kernel.")) {
  for (int hundreds = 0; hundreds < 6; ++hundreds) {
    by_class_[hundreds] = &metrics.counter("vitrine_http_requests_total",
                                           "Requests answered, by class of status.",
                                           {{"status", std::to_string(hundreds) + "xx"}});
  }
  for (std::size_t shard = 0; shard < shards; ++shard) logs_.emplace_back(log);
}

void RequestRecords::finished(const http::RequestRecord& record) {
  by_class_[record.status / 100 % 6]->add();
  bytes_.add(record.bytes_sent);
  seconds_.observe(std::chrono::duration<double>(record.duration).count());
  if (!log_lines_) return;
  observe::RequestLine line;
  line.time = clock_.wall();
  line.duration = record.duration;
  line.status = record.status;
  line.bytes = record.bytes_sent;
  line.route = record.route;
  if (record.request != nullptr) {
    line.id = record.request->id;
    line.method = http::name(record.request->method);
    line.path = record.request->target;
    line.peer = record.request->peer;
  }
  if (record.failure != nullptr) line.failure = record.failure->kind;
  logs_[record.shard].append(line);
}

void RequestRecords::tick(std::size_t shard) {
  logs_[shard].tick(clock_.wall());
}

}  // namespace vitrine::app
