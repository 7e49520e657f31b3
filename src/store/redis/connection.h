// One connection to Redis, which blocks: for threads of the store, never for an event loop.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "failure/result.h"
#include "store/redis/address.h"
#include "store/redis/reply.h"
#include "store/redis/script.h"
#include "store/redis/server_facts.h"

// The name is hiredis' own.
struct redisContext;  // NOLINT(readability-identifier-naming)

namespace vitrine::store::redis {

// A command and its arguments, which may hold any bytes.
using Command = std::vector<std::string>;

struct Timeouts {
  // Of the connection itself; a name is looked up by the system, which has time-outs of its own.
  std::chrono::milliseconds connect{1000};
  // Of each answer.
  std::chrono::milliseconds answer{2000};
};

// Lives on: one thread at a time; interrupt() on any.
class Connection {
 public:
  Connection(RedisAddress address, Timeouts timeouts);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Connects anew, says who we are, selects the database and asks the server what it is. All
  // failures are `unavailable`.
  Result<void> open();
  void close();

  bool is_open() const { return context_ != nullptr; }

  // As it was when the connection was opened.
  const ServerFacts& server() const { return server_; }

  // A failure with the connection still open: Redis has refused, and nothing was done. A failure
  // that has closed the connection: it may have been done or not.
  Result<Reply> call(const Command& command);
  Result<Reply> run(const Script& script, const Command& keys, const Command& arguments);

  // Several commands in one go: send all, then receive as often.
  void send(const Command& command);
  Result<Reply> receive();

  // Ends what the connection waits for, now and for ever. An attempt to connect goes on until its
  // time-out.
  void interrupt();

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };

  using Context = std::unique_ptr<redisContext, Free>;

  Result<void> connect();
  Result<void> introduce();
  Result<std::string> loaded(const Script& script);
  std::unexpected<Failure> broken();

  const RedisAddress address_;
  const Timeouts timeouts_;
  // Guards the pointer against interrupt(), which reads it.
  std::mutex mutex_;
  bool interrupted_ = false;
  Context context_;
  ServerFacts server_;
  // Digests of the scripts that this server has.
  std::map<const Script*, std::string> loaded_;
};

}  // namespace vitrine::store::redis
