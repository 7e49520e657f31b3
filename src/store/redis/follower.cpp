#include "store/redis/follower.h"

#include <random>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "store/redis/keys.h"
#include "store/redis/redis_failure.h"
#include "store/redis/scripts.h"
#include "store/redis/stream_position.h"

namespace vitrine::store::redis {

namespace {

using std::chrono::steady_clock;

constexpr const char* kRoom = "store";

// A look waits for a record before it is answered.
Timeouts with_wait(Timeouts timeouts, std::chrono::milliseconds wait) {
  timeouts.answer += wait;
  return timeouts;
}

Failure rereading() {
  return {FailureKind::unavailable,
          "This instance was away from Redis for long, and reads everything again",
          "what it had read is not what is in Redis"};
}

}  // namespace

Follower::Follower(const RedisAddress& address,
                   Timeouts timeouts,
                   const FollowerConfig& config,
                   const std::string& instance,
                   Shared shared,
                   observe::Metrics& metrics,
                   observe::Log& log)
    : address_(address),
      config_(config),
      instance_(instance),
      shared_(shared),
      read_anew_(metrics.counter("vitrine_redis_read_anew_total",
                                 "Times that everything was read from Redis again")),
      log_(log),
      connection_(address, with_wait(timeouts, config.refresh_every)),
      log_reader_(connection_),
      settling_(config.settling, instance, connection_, log),
      saving_(config.saving, instance, connection_),
      backoff_(config.backoff, std::random_device()()) {
}

Follower::~Follower() {
  stop();
}

void Follower::start(tallies::Reader& reader) {
  reader_ = &reader;
  std::promise<void> started;
  auto done = started.get_future();
  thread_.emplace(PoolOptions{.name = "store-reads", .threads = 1});
  thread_->submit([this, started = std::move(started)]() mutable { run(std::move(started)); });
  done.get();
}

void Follower::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
  }
  connection_.interrupt();
  // Joins.
  thread_.reset();
}

void Follower::run(std::promise<void> started) {
  try {
    begin();
    started.set_value();
  } catch (...) {
    started.set_exception(std::current_exception());
    return;
  }
  while (!stopping_) {
    if (const auto stepped = step(); !stepped && !stopping_) fall(stepped.error());
  }
}

void Follower::begin() {
  const auto must = [this](const Result<void>& result) {
    if (!result) throw start_error(address_, result.error());
  };
  must(connect());
  must(check_usable(connection_.server()));
  for (const auto& worry : worries(connection_.server())) log_.warning(kRoom, worry);
  while (!caught_up_ && !stopping_) must(step());
}

Result<void> Follower::step() {
  if (!connection_.is_open()) TRY_VOID(connect());
  if (state_ == State::unsettled) return settle();
  if (state_ == State::forgetful) TRY_VOID(read_back());
  if (state_ != State::following) return {};
  TRY_VOID(follow());
  backoff_.reset();
  if (state_ == State::following && caught_up_) shared_.troubles.clear(Part::reading);
  return {};
}

Result<void> Follower::connect() {
  TRY_VOID(connection_.open());
  const auto& server = connection_.server();
  if (server.loading) {
    auto loading = check_usable(server);
    connection_.close();
    return loading;
  }
  refresh_at_ = steady_clock::now();
  // After a start of the server nobody knows yet whether it has everything.
  if (server.run != shared_.epoch.get().run) leave_epoch();
  return {};
}

void Follower::leave_epoch() {
  state_ = State::unsettled;
  saving_.give_up();
  if (reader_ == nullptr || !whole_) return;
  const Failure failure{FailureKind::unavailable,
                        "Redis was started anew or has lost its data, which are being looked after",
                        "settling"};
  shared_.troubles.set(Part::reading, failure);
  shared_.unapplied.fail_all(failure);
}

Result<void> Follower::settle() {
  TRY(auto epoch, settling_.attempt(whole_ ? last_ : 0, *reader_));
  if (epoch) return enter_epoch(std::move(*epoch));
  wait(settling_.pause());
  return {};
}

Result<void> Follower::enter_epoch(Epoch epoch) {
  TRY(const auto news, log_reader_.look(epoch.agreed, std::chrono::milliseconds{0}));
  if (news.epoch != epoch.text) return {};
  const bool holds = whole_ && news.cut <= last_ && last_ <= epoch.agreed;
  if (whole_ && last_ > epoch.agreed) {
    log_.error(kRoom,
               fmt::format("the others went on without what this instance had read: {} to {}",
                           id_of(epoch.agreed),
                           id_of(last_)));
  }
  // What this instance takes for saved may be lost, unless it was all written anew a moment ago.
  if (holds && news.cut != epoch.agreed) {
    reader_->change_all();
    saving_.hurry();
  }
  shared_.epoch.set(std::move(epoch));
  state_ = holds ? State::following : State::forgetful;
  return {};
}

Result<void> Follower::read_back() {
  const auto epoch = shared_.epoch.get();
  TRY(const auto cut, log_reader_.enter(epoch, instance_));
  if (!cut) {
    leave_epoch();
    return {};
  }
  if (last_ != 0) {
    shared_.troubles.set(Part::reading, rereading());
    read_anew_.add();
  }
  whole_ = false;
  caught_up_ = false;
  reader_->forget_all();
  last_ = *cut;
  TRY_VOID(log_reader_.restore(*reader_, [this] { return refresh(); }));
  saving_.begin_at(*cut);
  state_ = State::following;
  return {};
}

Result<void> Follower::follow() {
  TRY_VOID(refresh());
  const bool waits = caught_up_ && !saving_.busy();
  TRY(const auto news,
      log_reader_.look(last_, waits ? config_.refresh_every : std::chrono::milliseconds{0}));
  const auto epoch = shared_.epoch.get();
  if (news.epoch != epoch.text) {
    leave_epoch();
    return {};
  }
  if (news.cut > last_) {
    // The log was cut in front of this instance, which was not heard of for long.
    state_ = State::forgetful;
    shared_.unapplied.fail_all(rereading());
    return {};
  }
  saving_.note_cut(news.cut);
  if (news.size() > 0) {
    TRY(last_, log_reader_.apply(news, *reader_, [this](std::size_t bytes) {
      saving_.note_record(bytes);
    }));
  }
  if (news.size() < LogReader::kEntriesMax) caught_up_ = whole_ = true;
  shared_.unapplied.applied(last_);
  return saving_.step(epoch, last_, *reader_);
}

// Refused while Redis takes no writes; reading goes on then.
Result<void> Follower::refresh() {
  const auto now = steady_clock::now();
  if (now < refresh_at_) return {};
  refresh_at_ = now + config_.refresh_every;
  const auto said = connection_.run(kRefreshScript, {kReadersKey}, {instance_, sortable_id(last_)});
  if (!said && !connection_.is_open()) return std::unexpected(said.error());
  return {};
}

void Follower::fall(const Failure& failure) {
  shared_.troubles.set(Part::reading, failure);
  shared_.unapplied.fail_all(failure);
  saving_.give_up();
  // Also when it was only refused: the address may lead to another server by now.
  connection_.close();
  wait(backoff_.next());
}

void Follower::wait(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, span, [this] { return stopping_.load(); });
}

}  // namespace vitrine::store::redis
