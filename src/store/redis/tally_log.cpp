#include "store/redis/tally_log.h"

#include <memory>
#include <tuple>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "failure/check.h"

namespace vitrine::store::redis {

TallyLog::TallyLog(const TallyLogConfig& config, observe::Metrics& metrics, observe::Log& log)
    : instance_(random_name()),
      answer_timeout_(config.timeouts.answer),
      troubles_(log),
      follower_(config.address,
                config.timeouts,
                config.reading,
                instance_,
                {epoch_, unapplied_, troubles_},
                metrics,
                log),
      appender_(
          config.address, config.timeouts, config.writing, epoch_, unapplied_, troubles_, metrics) {
}

TallyLog::~TallyLog() {
  stop();
}

void TallyLog::start(tallies::Reader& reader) {
  check(!started_, "a log is started once");
  started_ = true;
  follower_.start(reader);
  appender_.start();
}

Task<Result<tallies::Position>> TallyLog::append(std::string record) {
  check(!record.empty() && record.size() <= kRecordBytesMax,
        "a record has 1 to kRecordBytesMax bytes");
  if (auto trouble = troubles_.any()) co_return std::unexpected(std::move(*trouble));
  auto start = [this](auto handler, std::string bytes) {
    auto loop = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
    appender_.submit(
        std::make_unique<Append>(std::move(bytes),
                                 std::move(loop),
                                 [handler = std::move(handler)](Append::Outcome outcome) mutable {
                                   std::move(handler)(std::move(outcome));
                                 }));
  };
  constexpr boost::asio::use_awaitable_t<Executor> kAwait;
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>,
                                                 void(Append::Outcome)>(
      std::move(start), kAwait, std::move(record));
}

void TallyLog::stop() {
  const std::scoped_lock lock(stop_mutex_);
  appender_.stop();
  unapplied_.wait_until_none(std::chrono::steady_clock::now() + answer_timeout_);
  follower_.stop();
  unapplied_.fail_all({FailureKind::unavailable, "The store is stopping", "never read back"});
  appender_.leave(instance_);
}

std::string TallyLog::trouble() const {
  const auto failure = troubles_.any();
  return failure ? failure->public_message : "";
}

}  // namespace vitrine::store::redis
