#include "store/redis/appender.h"

#include <random>
#include <tuple>
#include <utility>

#include "store/redis/keys.h"
#include "store/redis/redis_failure.h"
#include "store/redis/scripts.h"
#include "store/redis/stream_position.h"

namespace vitrine::store::redis {

namespace {

using std::chrono::steady_clock;

Failure other_epoch() {
  return {FailureKind::unavailable,
          "Redis was started anew or has lost its data, which are being looked after",
          "another epoch"};
}

}  // namespace

Appender::Counters::Counters(observe::Metrics& metrics)
    : groups(metrics.counter("vitrine_redis_groups_total", "Groups of records sent to Redis")),
      records(metrics.counter("vitrine_redis_records_total", "Records in those groups")),
      failed(metrics.counter("vitrine_redis_failures_total",
                             "Records that Redis did not take, or did not answer")),
      refused(metrics.counter("vitrine_redis_refused_total",
                              "Records refused because too many waited to be written")),
      seconds(metrics.histogram("vitrine_redis_group_seconds", "Time until Redis took a group")) {
}

Appender::Appender(const RedisAddress& address,
                   Timeouts timeouts,
                   const AppenderConfig& config,
                   const CurrentEpoch& epoch,
                   Unapplied& unapplied,
                   Troubles& troubles,
                   observe::Metrics& metrics)
    : config_(config),
      epoch_(epoch),
      unapplied_(unapplied),
      troubles_(troubles),
      counters_(metrics),
      queue_(config.queue),
      connection_(address, timeouts),
      backoff_(config.backoff, std::random_device()()) {
}

Appender::~Appender() {
  stop();
}

void Appender::start() {
  thread_.emplace(PoolOptions{.name = "store", .threads = 1});
  thread_->submit([this] { run(); });
}

void Appender::submit(std::unique_ptr<Append> append) {
  auto pushed = queue_.push(append);
  if (pushed) return;
  if (pushed.error().kind == FailureKind::busy) counters_.refused.add();
  answer(std::move(append), std::unexpected(std::move(pushed).error()));
}

void Appender::stop() {
  queue_.close();
  // Joins.
  thread_.reset();
}

void Appender::leave(const std::string& instance) {
  if (!connection_.is_open()) return;
  std::ignore = connection_.run(kLeaveScript, {kReadersKey, kSaverKey}, {instance});
  connection_.close();
}

void Appender::run() {
  if (const auto opened = recover(); !opened) fall(opened.error());
  while (!queue_.drained()) {
    const auto now = steady_clock::now();
    if (fallen_ && now >= retry_at_) {
      if (const auto again = recover(); !again) fall(again.error());
    }
    auto batch = queue_.take(config_.group, fallen_ ? retry_at_ : now + config_.look_every);
    if (batch.empty()) {
      if (!fallen_ && !queue_.drained()) look();
    } else if (fallen_) {
      refuse(std::move(batch), *fallen_);
    } else {
      send(std::move(batch));
    }
  }
}

// So that a server that has gone, or takes no writes any more, is noticed before somebody's record
// is lost to it.
void Appender::look() {
  if (const auto written = probe(); !written) fall(written.error());
}

void Appender::send(Batch batch) {
  const auto generation = unapplied_.generation();
  const auto epoch = epoch_.get();
  if (epoch.run != connection_.server().run) {
    fall(other_epoch());
    refuse(std::move(batch), other_epoch());
    return;
  }
  Command arguments{epoch.text};
  arguments.reserve(batch.size() + 1);
  for (auto& append : batch) arguments.push_back(std::move(append->record));
  const auto begin = steady_clock::now();
  const auto reply = connection_.run(kAppendScript, {kEpochKey, kLogKey}, arguments);
  const std::chrono::duration<double> took = steady_clock::now() - begin;
  counters_.seconds.observe(took.count());
  counters_.groups.add();
  if (reply && reply->size() == batch.size() + 1) {
    hand_on(std::move(batch), *reply, generation);
    return;
  }
  const auto failure = reply ? other_epoch() : reply.error();
  // In this order, so that whoever is refused also finds out why.
  fall(failure);
  refuse(std::move(batch), failure);
}

void Appender::hand_on(Batch batch, const Reply& reply, std::uint64_t generation) {
  counters_.records.add(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto position = position_of(reply[i + 1].text());
    if (position) {
      unapplied_.add(*position, generation, std::move(batch[i]));
    } else {
      answer(std::move(batch[i]),
             std::unexpected(broken_connection(Broken::not_understood, reply[i + 1].text())));
    }
  }
}

void Appender::refuse(Batch batch, const Failure& failure) {
  counters_.failed.add(batch.size());
  for (auto& append : batch) answer(std::move(append), std::unexpected(failure));
}

void Appender::fall(const Failure& failure) {
  fallen_ = failure;
  retry_at_ = steady_clock::now() + backoff_.next();
  troubles_.set(Part::writing, failure);
}

Result<void> Appender::recover() {
  const auto epoch = epoch_.get();
  // Also when it was made a replica meanwhile: the address may lead to another server by now.
  if (fallen_ || !connection_.is_open()) TRY_VOID(connection_.open());
  TRY_VOID(check_usable(connection_.server()));
  if (connection_.server().run != epoch.run) return std::unexpected(other_epoch());
  TRY_VOID(probe());
  fallen_.reset();
  backoff_.reset();
  troubles_.clear(Part::writing);
  return {};
}

Result<void> Appender::probe() {
  TRY(const auto reply, connection_.run(kProbeScript, {kEpochKey, kProbeKey}, {epoch_.get().text}));
  if (reply[0].text() != "ok") return std::unexpected(other_epoch());
  return {};
}

}  // namespace vitrine::store::redis
