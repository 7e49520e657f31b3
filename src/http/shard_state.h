// What the connections of one shard share, sockets apart.
#pragma once

#include <algorithm>
#include <cstdint>

#include "http/exchange.h"
#include "http/head_writer.h"
#include "http/input_buffer.h"
#include "http/limits.h"
#include "http/out_buffer.h"
#include "http/refusals.h"
#include "http/request_observer.h"
#include "http/router.h"
#include "observe/log.h"
#include "runtime/clock.h"

namespace vitrine::http {

// Lives on: its loop, but for what it only refers to.
struct ShardState {
  static constexpr std::size_t kOutBytes = 64 * 1024;

  ShardState(const Limits& the_limits,
             const Router& the_router,
             const Clock& the_clock,
             RequestObserver& the_observer,
             const Refusals& the_refusals,
             observe::Log& the_log,
             std::uint64_t first_request_id,
             std::size_t the_index)
      : limits(the_limits),
        router(the_router),
        clock(the_clock),
        observer(the_observer),
        refusals(the_refusals),
        log(the_log),
        buffers(std::max(kOutBytes, the_limits.head_bytes_max)),
        common(the_clock.wall()),
        next_request_id(first_request_id),
        index(the_index) {}

  const Limits& limits;
  const Router& router;
  const Clock& clock;
  RequestObserver& observer;
  const Refusals& refusals;
  observe::Log& log;

  OutBuffer out{kOutBytes};
  BufferPool buffers;
  ExchangePool exchanges;
  CommonLines common;
  std::uint64_t next_request_id;
  // Of its loop, in the order given to the server.
  const std::size_t index;
  // Every answer from now on closes its connection.
  bool draining = false;
};

}  // namespace vitrine::http
