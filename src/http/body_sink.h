// Where the body of one request goes while it arrives, for routes whose bodies are too large to be
// held: a sink is opened once the head is known, is given the decoded bytes, and answers.
//
// Nothing is promised about how the bytes are cut, so a sink decides at bytes, never at pieces;
// then the answers do not depend on the cut either.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <variant>

#include "failure/result.h"
#include "http/answer.h"
#include "http/request.h"
#include "runtime/task.h"

namespace vitrine::http {

// At once, or when the task is done: until then nothing more is read from the client. A failure
// refuses the body: it is the answer, the rest is not read, and the connection closes.
using Taken = std::variant<Result<void>, Task<Result<void>>>;

// Lives on: its connection's loop. Destroyed when the answer has been sent, or as soon as the
// client has left: what has not been answered by then must leave nothing behind. Never destroyed
// while one of its tasks runs, unless the loop itself ends.
class BodySink {
 public:
  BodySink() = default;
  virtual ~BodySink() = default;
  BodySink(const BodySink&) = delete;
  BodySink& operator=(const BodySink&) = delete;

  // `bytes` is never empty, and stays valid until the task is done.
  virtual Taken take(std::string_view bytes) = 0;
  // The body has ended. Called once.
  virtual Answer answer() = 0;
};

// Called on the connection's shard, before the client is invited to send its body; under 20
// microseconds of work. The request stays valid until the sink is destroyed. A failure refuses the
// body unread.
using OpenSink = std::function<Result<std::unique_ptr<BodySink>>(const Request&)>;

}  // namespace vitrine::http
