// Runs scripts for many at once over one connection: whatever has gathered while the last answers
// were under way is sent in one go. So a lone call goes out at once, and under load the cost of a
// round trip is shared by many.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "failure/result.h"
#include "runtime/admission.h"
#include "runtime/clock.h"
#include "runtime/pool.h"
#include "runtime/task.h"
#include "store/redis/address.h"
#include "store/redis/backoff.h"
#include "store/redis/connection.h"
#include "store/redis/script.h"

namespace vitrine::store::redis {

struct ScriptLineConfig {
  RedisAddress address;
  Timeouts timeouts = {};
  // Of the thread.
  std::string name;
  // What every script gets as KEYS.
  Command keys = {};
  // Calls that wait; beyond them `busy`.
  std::size_t waiting_max = 10'000;
};

// Lives on: any thread. Loops that await outlive it.
class ScriptLine {
 public:
  // Connects with the first call, and again when the connection was lost: calls are `unavailable`
  // meanwhile, at once while the last attempt was a moment ago.
  explicit ScriptLine(ScriptLineConfig config);
  ~ScriptLine();
  ScriptLine(const ScriptLine&) = delete;
  ScriptLine& operator=(const ScriptLine&) = delete;

  // `script` outlives the line. unavailable: whether it has run is not known. Calls that are under
  // way at once may run in any order.
  //
  // With `own`, the script does as many things as it is given, and answers with a list of what
  // became of each: calls that have gathered with equal `arguments` are one run, which gets those
  // and then everybody's `own`, and each hears of its own. They fail together.
  Task<Result<Reply>> run(const Script& script, Command arguments, Command own = {});

  // Empty while the server answers.
  std::string trouble() const;

 private:
  struct Call {
    const Script* script;
    Command arguments;
    // Empty: a run of its own.
    Command own;
    std::move_only_function<void(Result<Reply>)> answer;
  };

  // One command, and whose it is.
  struct Run {
    Command command;
    std::vector<Call> calls;
  };

  void submit(Call call);
  // The thread only.
  void run_gathered();
  Result<void> connect();
  Result<void> look_at_idle();
  Result<void> load(const std::vector<Call>& calls);
  std::vector<Run> runs_of(std::vector<Call> calls) const;
  void send_and_answer(std::vector<Run> runs);
  static void answer(Run& run, const Result<Reply>& reply);
  void note(const Result<Reply>& reply);

  const ScriptLineConfig config_;
  Admission admission_;
  mutable std::mutex mutex_;
  std::vector<Call> waiting_;
  std::string trouble_;
  // The thread's only, but for interrupt().
  Connection connection_;
  Backoff backoff_;
  SteadyTime again_at_;
  SteadyTime used_;
  std::map<const Script*, std::string> digests_;
  // Last, so that it ends before what it uses.
  Pool thread_;
};

}  // namespace vitrine::store::redis
