#include "store/redis/script_line.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/redis/redis_failure.h"

namespace vitrine::store::redis {

namespace {

// A connection that was not used for so long is asked whether it is still there before anything is
// sent whose answer must not be lost.
constexpr std::chrono::seconds kIdle{1};

// Words of a run that others may still join, so that Redis is never busy with one for long.
constexpr std::size_t kTogether = 512;
// EVALSHA, the digest, and how many keys there are.
constexpr std::ptrdiff_t kBeforeArguments = 3;

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

ScriptLine::ScriptLine(ScriptLineConfig config)
    : config_(std::move(config)),
      admission_(config_.name, 1, config_.waiting_max),
      connection_(config_.address, config_.timeouts),
      backoff_({}, reinterpret_cast<std::uintptr_t>(this)),
      thread_({.name = config_.name, .threads = 1}) {
}

ScriptLine::~ScriptLine() {
  connection_.interrupt();
}

std::string ScriptLine::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

void ScriptLine::note(const Result<Reply>& reply) {
  const std::scoped_lock lock(mutex_);
  trouble_ = reply ? "" : reply.error().public_message;
}

Task<Result<Reply>> ScriptLine::run(const Script& script, Command arguments, Command own) {
  CO_TRY(const auto slot, admission_.enter());
  auto start = [this, &script](auto handler, Command words, Command more) {
    auto guard = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
    submit({&script,
            std::move(words),
            std::move(more),
            [handler = std::move(handler), guard = std::move(guard)](Result<Reply> reply) mutable {
              boost::asio::post(guard.get_executor(),
                                [handler = std::move(handler), reply = std::move(reply)]() mutable {
                                  std::move(handler)(std::move(reply));
                                });
            }});
  };
  constexpr boost::asio::use_awaitable_t<Executor> kAwait;
  auto reply = co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>,
                                                    void(Result<Reply>)>(
      std::move(start), kAwait, std::move(arguments), std::move(own));
  co_return reply;
}

void ScriptLine::submit(Call call) {
  bool first = false;
  {
    const std::scoped_lock lock(mutex_);
    first = waiting_.empty();
    waiting_.push_back(std::move(call));
  }
  if (first) thread_.submit([this] { run_gathered(); });
}

Result<void> ScriptLine::connect() {
  if (steady_now() < again_at_) {
    return std::unexpected(broken_connection(Broken::unreachable, "just tried"));
  }
  digests_.clear();
  auto opened = connection_.open();
  if (opened) {
    backoff_.reset();
  } else {
    again_at_ = steady_now() + backoff_.next();
  }
  return opened;
}

Result<void> ScriptLine::look_at_idle() {
  if (connection_.is_open() && steady_now() - used_ > kIdle) {
    const auto there = connection_.call({"PING"});
    if (!there && connection_.is_open()) connection_.close();
  }
  if (!connection_.is_open()) TRY_VOID(connect());
  return {};
}

Result<void> ScriptLine::load(const std::vector<Call>& calls) {
  TRY_VOID(look_at_idle());
  for (const auto& call : calls) {
    auto& digest = digests_[call.script];
    if (!digest.empty()) continue;
    TRY(const auto reply, connection_.call({"SCRIPT", "LOAD", call.script->text}));
    digest = reply.text();
  }
  return {};
}

std::vector<ScriptLine::Run> ScriptLine::runs_of(std::vector<Call> calls) const {
  std::vector<Run> runs;
  for (auto& call : calls) {
    auto run = call.own.empty() ? runs.end() : std::ranges::find_if(runs, [&](const Run& one) {
      const auto& first = one.calls.front();
      return first.script == call.script && !first.own.empty() &&
             first.arguments == call.arguments && one.command.size() < kTogether;
    });
    if (run == runs.end()) {
      Command command{"EVALSHA", digests_.at(call.script), std::to_string(config_.keys.size())};
      command.insert(command.end(), config_.keys.begin(), config_.keys.end());
      command.insert(command.end(), call.arguments.begin(), call.arguments.end());
      runs.push_back({std::move(command), {}});
      run = std::prev(runs.end());
    }
    run->command.insert(run->command.end(), call.own.begin(), call.own.end());
    run->calls.push_back(std::move(call));
  }
  return runs;
}

void ScriptLine::run_gathered() {
  std::vector<Call> calls;
  {
    const std::scoped_lock lock(mutex_);
    calls.swap(waiting_);
  }
  const auto ready = load(calls);
  if (ready) {
    send_and_answer(runs_of(std::move(calls)));
  } else {
    note(std::unexpected(ready.error()));
    for (auto& call : calls) call.answer(std::unexpected(ready.error()));
  }
  used_ = steady_now();
}

void ScriptLine::answer(Run& run, const Result<Reply>& reply) {
  for (std::size_t i = 0; i < run.calls.size(); ++i) {
    auto& call = run.calls[i];
    if (reply && !call.own.empty()) {
      call.answer(reply->item(i));
    } else {
      call.answer(reply);
    }
  }
}

void ScriptLine::send_and_answer(std::vector<Run> runs) {
  for (const auto& run : runs) connection_.send(run.command);
  std::vector<Run> forgotten;
  for (auto& run : runs) {
    const auto reply = connection_.receive();
    if (!reply && connection_.is_open() && reply.error().detail.starts_with("NOSCRIPT")) {
      forgotten.push_back(std::move(run));
      continue;
    }
    note(reply);
    answer(run, reply);
  }
  // Somebody has flushed the scripts. These were not run, so they may be sent again, whole.
  for (auto& run : forgotten) {
    const auto* script = run.calls.front().script;
    digests_.erase(script);
    const auto first = run.command.begin() + kBeforeArguments + std::ssize(config_.keys);
    answer(run, connection_.run(*script, config_.keys, Command(first, run.command.end())));
  }
}

}  // namespace vitrine::store::redis
