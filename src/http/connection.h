// The protocol of one connection, without its socket: bytes in, answers out. Whoever drives it
// reads into space(), calls received(), then does what Next says, always sending first what is in
// the shard's out buffer and, behind it, attached().
//
//   head -> route -> body -> handler -> answer -> head …
//
// The answers do not depend on how the bytes are cut: every decision is made at a byte, not at a
// read.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "http/exchange.h"
#include "http/head_scan.h"
#include "http/input_buffer.h"
#include "http/shard_state.h"

namespace vitrine::http {

// Lives on: its loop.
class Connection {
 public:
  enum class Next : std::uint8_t {
    read,    // send, read into space(), then received()
    resume,  // send, then resume()
    yield,   // send, let other connections run, then resume()
    wait,    // send, await take_task(), then answered() or threw()
    feed,    // send, await take_feed(), then fed() or threw()
    close,   // send, then close
    linger,  // send, then close once the client has had time to read: it may still be sending
    stream,  // send, then hand the transport over to take_stream(): the connection is done
  };
  // What a Next::read waits for.
  enum class Waiting : std::uint8_t { idle, head, body };

  // `peer` outlives the connection.
  Connection(ShardState& shard, std::string_view peer, bool secure);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Never empty.
  std::span<char> space();
  Next received(std::size_t bytes);

  Next resume() { return run(); }

  Task<Result<Response>> take_task();
  Next answered(Result<Response> answer);
  // What a sink does with the bytes it was given.
  Task<Result<void>> take_feed();
  Next fed(Result<void> taken);
  // A handler's exception: 500, logged, and the connection closes.
  Next threw(const std::exception_ptr& thrown);
  // A head or body took too long.
  Next timed_out();

  // What the answer goes on as, and what has been read of it already.
  StreamStart take_stream() { return std::move(stream_); }

  std::string_view unread() const { return input_.view(); }

  Waiting waiting() const;

  // Heads that have begun, and bytes of the body that have arrived: what time-outs are measured by.
  std::uint64_t heads_begun() const { return heads_; }

  std::uint64_t body_bytes_arrived() const { return body_arrived_; }

  // The body that follows the out buffer; null when there is none.
  const Body* attached() const { return attached_; }

  // Everything was handed to the kernel.
  void sent();
  // The client left with this much unsent.
  void lost(std::uint64_t unsent_bytes);

 private:
  // Pipelined requests that are answered before other connections get their turn.
  static constexpr int kHeadsPerTurn = 32;
  // Room in the out buffer that everything but answers fits in.
  static constexpr std::size_t kRoomMin = 1024;
  // Bodies up to this size are copied behind their head, so that pipelined answers go out together.
  static constexpr std::size_t kCopiedBodyMax = 4096;
  // What a sink is given at once, at most.
  static constexpr std::size_t kFeedBytesMax = 64 * 1024;

  enum class Phase : std::uint8_t { head, body, handler, task, answer };
  // Absent: the next phase can go on at once.
  using Stop = std::optional<Next>;

  Next run();
  Stop take_head();
  Stop look_for_head(std::string_view bytes);
  Stop take_empty_line();
  Stop parse_found_head(std::string_view bytes);
  Stop begin_request(std::size_t head_bytes);
  Stop find_route();
  Stop begin_body();
  Stop begin_counted_body(std::uint64_t length);
  Stop take_body();
  Stop take_chunks();
  Stop feed_sink();
  void decode_for_sink();
  Stop call_handler();

  // Each of these answers the request: at once when the answer fits into the out buffer.
  Stop answer_result(Result<Response>&& answer);
  Stop answer_with(Response&& response);
  Stop answer_failure(Failure failure);
  Stop answer_without_route(std::string_view allowed);
  Stop answer_exception(const std::exception_ptr& thrown);
  // Of a body whose rest is not read.
  Stop refuse_body(Failure failure);
  Stop reject(const Rejection& rejection);

  void describe_request();
  void begin_exchange();
  void end_exchange();
  void report();
  bool has_body() const;
  bool reads_into_body() const;
  Stop write(Response& response);
  Persistence persistence(const Response& response);
  void write_body(Response& response);

  ShardState& shard_;
  const std::string_view peer_;
  const bool secure_;

  Phase phase_ = Phase::head;
  // We have decided that the answer that is being made is the last one.
  bool last_ = false;
  bool empty_line_taken_ = false;
  int answered_ = 0;  // in this turn
  std::uint64_t heads_ = 0;
  std::uint64_t body_arrived_ = 0;
  HeadScan scan_;
  std::unique_ptr<Exchange> exchange_;
  const Body* attached_ = nullptr;
  StreamStart stream_;
  InputBuffer input_;
};

}  // namespace vitrine::http
