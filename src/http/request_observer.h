// Who is told of every request that was answered: log and metrics.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "failure/failure.h"
#include "http/request.h"

namespace vitrine::http {

// What happened to one request. Views are valid during the call.
struct RequestRecord {
  const Request* request;  // null when the head could not be parsed
  std::string_view route;  // pattern; empty when none matched
  int status;
  std::uint64_t bytes_sent;
  std::chrono::nanoseconds duration;  // from the end of the head
  const Failure* failure;             // null when there was none
  std::size_t shard;                  // index of the loop that served it, as given to the server
};

// Called on the shard's thread once an answer has been handed to the kernel; for pipelined
// requests, at the latest before the next one is read. An answer that the client did not wait for
// is told with the bytes that did go out.
class RequestObserver {
 public:
  virtual ~RequestObserver() = default;
  virtual void finished(const RequestRecord& record) = 0;
  // About once a second on each shard's thread, also when there are no requests.
  virtual void tick(std::size_t shard) = 0;
};

}  // namespace vitrine::http
