// One request and its answer, from the head to the last byte sent. A connection borrows one from
// its shard while it has a request, so that idle connections stay small and busy ones allocate
// nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "failure/failure.h"
#include "http/body_sink.h"
#include "http/chunked_body.h"
#include "http/head.h"
#include "http/request.h"
#include "http/response.h"
#include "http/router.h"
#include "runtime/clock.h"
#include "runtime/task.h"

namespace vitrine::http {

// How far a sink's body has got.
struct SinkFeed {
  // Decoded, and not given to it yet.
  std::string_view bytes = {};
  // What stands behind those bytes: the end of the body, or what is wrong with it.
  bool complete = false;
  std::optional<Rejection> rejection = {};
  std::optional<Task<Result<void>>> task = {};
};

struct Exchange {
  Head head;
  std::vector<HeaderField> fields;
  std::vector<PathParameter> parameters;
  std::string decoded_path;
  // The body, unless it arrived whole together with the head. With a sink: what has arrived of it
  // last.
  std::string body;
  std::optional<ChunkedBody> chunks;
  std::unique_ptr<BodySink> sink;
  SinkFeed feed;

  // As the last head described it, until this one has been parsed.
  Request request;
  bool head_parsed = false;
  const Route* route = nullptr;
  SteadyTime started;

  std::optional<Task<Result<Response>>> task;
  // Only while it waits for room, or its body is on its way.
  std::optional<Response> response;
  int status = 0;
  std::optional<Failure> failure;
  // Head and body are in the out buffer, or on their way.
  bool written = false;
  std::uint64_t bytes_sent = 0;

  // Ready for the next request; keeps what it has allocated, unless that is much.
  void reset();
};

// Lives on: its loop.
class ExchangePool {
 public:
  std::unique_ptr<Exchange> take();
  void give_back(std::unique_ptr<Exchange> exchange);

 private:
  static constexpr std::size_t kSpareMax = 64;
  std::vector<std::unique_ptr<Exchange>> spare_;
};

}  // namespace vitrine::http
