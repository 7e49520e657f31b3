#include "store/redis/script_line.h"

#include <chrono>
#include <cstdint>
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

Task<Result<Reply>> ScriptLine::run(const Script& script, Command arguments) {
  CO_TRY(const auto slot, admission_.enter());
  auto start = [this, &script](auto handler, Command words) {
    auto guard = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
    submit({&script,
            std::move(words),
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
      std::move(start), kAwait, std::move(arguments));
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

Command ScriptLine::command_of(const Call& call) const {
  Command command{"EVALSHA", digests_.at(call.script), std::to_string(config_.keys.size())};
  command.insert(command.end(), config_.keys.begin(), config_.keys.end());
  command.insert(command.end(), call.arguments.begin(), call.arguments.end());
  return command;
}

void ScriptLine::run_gathered() {
  std::vector<Call> calls;
  {
    const std::scoped_lock lock(mutex_);
    calls.swap(waiting_);
  }
  const auto ready = load(calls);
  if (ready) {
    answer_all(std::move(calls));
  } else {
    note(std::unexpected(ready.error()));
    for (auto& call : calls) call.answer(std::unexpected(ready.error()));
  }
  used_ = steady_now();
}

void ScriptLine::answer_all(std::vector<Call> calls) {
  for (const auto& call : calls) connection_.send(command_of(call));
  std::vector<Call> forgotten;
  for (auto& call : calls) {
    auto reply = connection_.receive();
    if (!reply && connection_.is_open() && reply.error().detail.starts_with("NOSCRIPT")) {
      forgotten.push_back(std::move(call));
      continue;
    }
    note(reply);
    call.answer(std::move(reply));
  }
  // Somebody has flushed the scripts. These were not run, so they may be sent again.
  for (auto& call : forgotten) {
    digests_.erase(call.script);
    call.answer(connection_.run(*call.script, config_.keys, call.arguments));
  }
}

}  // namespace vitrine::store::redis
