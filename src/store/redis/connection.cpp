#include "store/redis/connection.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <new>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <hiredis/hiredis.h>

#include "failure/check.h"
#include "store/redis/redis_failure.h"

namespace vitrine::store::redis {

namespace {

timeval as_timeval(std::chrono::milliseconds span) {
  timeval value{};
  value.tv_sec = span.count() / 1000;
  value.tv_usec = span.count() % 1000 * 1000;
  return value;
}

}  // namespace

void Connection::Free::operator()(redisContext* context) const {
  redisFree(context);
}

Connection::Connection(RedisAddress address, Timeouts timeouts)
    : address_(std::move(address)), timeouts_(timeouts) {
  // hiredis writes with write(2), which raises it when the server has gone.
  std::ignore = std::signal(SIGPIPE, SIG_IGN);
}

Connection::~Connection() = default;

Result<void> Connection::open() {
  close();
  TRY_VOID(connect());
  auto introduced = introduce();
  if (!introduced) close();
  return introduced;
}

Result<void> Connection::connect() {
  Context fresh(
      redisConnectWithTimeout(address_.host.c_str(), address_.port, as_timeval(timeouts_.connect)));
  if (!fresh) throw std::bad_alloc();
  if (fresh->err != 0) {
    return std::unexpected(broken_connection(
        Broken::unreachable, fmt::format("{}: {}", shown(address_), fresh->errstr)));
  }
  redisSetTimeout(fresh.get(), as_timeval(timeouts_.answer));
  redisEnableKeepAlive(fresh.get());
  const std::scoped_lock lock(mutex_);
  if (interrupted_) return std::unexpected(broken_connection(Broken::ended, "it was interrupted"));
  context_ = std::move(fresh);
  return {};
}

Result<void> Connection::introduce() {
  if (!address_.password.empty()) {
    Command auth{"AUTH", address_.password};
    if (!address_.user.empty()) auth.insert(auth.begin() + 1, address_.user);
    auto answered = call(auth);
    if (!answered) {
      // A server that does not know the command may repeat its arguments behind a quote.
      auto& detail = answered.error().detail;
      detail.resize(std::min(detail.size(), detail.find_first_of("'`\"")));
      return std::unexpected(std::move(answered).error());
    }
  }
  if (address_.database != 0) TRY_VOID(call({"SELECT", std::to_string(address_.database)}));
  TRY(const auto info, call({"INFO"}));
  server_ = facts_in(info.text());
  return {};
}

void Connection::close() {
  Context old;
  {
    const std::scoped_lock lock(mutex_);
    old = std::move(context_);
  }
  loaded_.clear();
}

void Connection::interrupt() {
  const std::scoped_lock lock(mutex_);
  interrupted_ = true;
  if (context_) ::shutdown(context_->fd, SHUT_RDWR);
}

Result<Reply> Connection::call(const Command& command) {
  send(command);
  return receive();
}

void Connection::send(const Command& command) {
  if (!context_) return;
  std::vector<const char*> words;
  std::vector<std::size_t> lengths;
  words.reserve(command.size());
  lengths.reserve(command.size());
  for (const auto& word : command) {
    words.push_back(word.data());
    lengths.push_back(word.size());
  }
  const auto appended = redisAppendCommandArgv(
      context_.get(), static_cast<int>(words.size()), words.data(), lengths.data());
  if (appended != REDIS_OK) throw std::bad_alloc();
}

Result<Reply> Connection::receive() {
  if (!context_) return std::unexpected(broken_connection(Broken::ended, "it is not open"));
  void* answer = nullptr;
  if (redisGetReply(context_.get(), &answer) != REDIS_OK) return broken();
  auto* raw = static_cast<redisReply*>(answer);
  Reply reply(raw);
  if (raw->type == REDIS_REPLY_ERROR) {
    return std::unexpected(refused_by_redis({raw->str, raw->len}));
  }
  return reply;
}

std::unexpected<Failure> Connection::broken() {
  const int error = errno;
  auto how = Broken::ended;
  if (context_->err == REDIS_ERR_OOM) throw std::bad_alloc();
  if (context_->err == REDIS_ERR_PROTOCOL) how = Broken::not_understood;
  if (context_->err == REDIS_ERR_IO && (error == EAGAIN || error == ETIMEDOUT)) {
    how = Broken::too_slow;
  }
  auto failure = broken_connection(how, fmt::format("{}: {}", shown(address_), context_->errstr));
  // An answer that comes late would be taken for that of the next command.
  close();
  return std::unexpected(std::move(failure));
}

Result<std::string> Connection::loaded(const Script& script) {
  auto& digest = loaded_[&script];
  if (digest.empty()) {
    TRY(const auto reply, call({"SCRIPT", "LOAD", script.text}));
    digest = reply.text();
  }
  return digest;
}

Result<Reply> Connection::run(const Script& script, const Command& keys, const Command& arguments) {
  TRY(auto digest, loaded(script));
  Command command{"EVALSHA", std::move(digest), std::to_string(keys.size())};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  auto reply = call(command);
  if (reply || !is_open() || !reply.error().detail.starts_with("NOSCRIPT")) return reply;
  // Somebody has flushed the scripts. It was not run, so it may be sent again.
  loaded_.erase(&script);
  TRY(command[1], loaded(script));
  return call(command);
}

}  // namespace vitrine::store::redis
