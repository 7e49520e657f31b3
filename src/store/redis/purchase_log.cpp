#include "store/redis/purchase_log.h"

#include <charconv>
#include <random>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "runtime/run_on.h"
#include "sales/record.h"
#include "store/redis/purchase_script.h"

namespace vitrine::store::redis {

namespace {

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string new_epoch() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

// "17 18= 19 ".
sales::Appended answer_in(std::string_view text) {
  sales::Appended answer;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    answer.purchases.push_back({number_in(word), word.ends_with('=')});
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return answer;
}

}  // namespace

PurchaseLog::PurchaseLog(PurchaseLogConfig config, sales::Mirror& mirror, observe::Log& log)
    : config_(std::move(config)),
      mirror_(mirror),
      log_(log),
      tail_(config_.address, config_.timeouts),
      backoff_(config_.backoff, std::random_device()()),
      admission_("queue of purchases", config_.calls_max, config_.waiting_max),
      calls_({.name = "purchases", .threads = config_.calls_max}) {
}

PurchaseLog::~PurchaseLog() {
  stop();
}

void PurchaseLog::start() {
  tailing_ = std::make_unique<Pool>(PoolOptions{.name = "sales-tail", .threads = 1});
  tailing_->submit([this] { run(); });
}

void PurchaseLog::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    trouble_ = "the log of purchases is stopping";
  }
  wake_.notify_all();
  tail_.interrupt();
  // Joins.
  tailing_.reset();
}

std::string PurchaseLog::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

Task<Result<sales::Appended>> PurchaseLog::append(sales::Batch batch) {
  if (auto why = trouble(); !why.empty()) {
    co_return fail(FailureKind::unavailable, "Purchases cannot be recorded now: " + why);
  }
  CO_TRY(const auto slot, admission_.enter());
  co_return co_await run_on(calls_, [this, batch = std::move(batch)] { return append_now(batch); });
}

Result<sales::Appended> PurchaseLog::append_now(const sales::Batch& batch) {
  TRY(const auto reply, send(batch));
  const auto outcome = reply[0].text();
  if (outcome == "key") {
    return fail(FailureKind::unsupported,
                "The idempotency key was used before, for something else");
  }
  if (outcome == "conflict") {
    return fail(
        FailureKind::conflict,
        fmt::format("Purchase {} was recorded before and says something else", reply[1].text()));
  }
  auto appended = answer_in(reply[3].text());
  if (appended.purchases.size() != batch.purchases.size()) {
    return fail(FailureKind::unavailable, "The store does not answer as it should");
  }
  appended.was_done = outcome == "done";
  TRY_VOID(wait_until_shown({std::string(reply[1].text()), number_in(reply[2].text())}));
  return appended;
}

// On a connection of its own; one that has failed is not used again.
Result<Reply> PurchaseLog::send(const sales::Batch& batch) {
  Command keys{kPurchasesKey, kPurchaseIdsKey, kSalesEpochKey};
  Command arguments{new_epoch(), "", ""};
  if (batch.key) {
    keys.push_back(kPurchaseKeyKey + batch.key->key);
    arguments[1] = batch.key->digest;
    arguments[2] = std::to_string(std::chrono::milliseconds(sales::PurchaseLog::kKeysKept).count());
  }
  for (const auto& purchase : batch.purchases) {
    arguments.push_back(purchase.id);
    arguments.push_back(sales::record_of(purchase));
  }
  std::unique_ptr<Connection> connection;
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!connection) {
    connection = std::make_unique<Connection>(config_.address, config_.timeouts);
    TRY_VOID(connection->open());
    TRY_VOID(check_usable(connection->server()));
  }
  // Appending is idempotent, so a connection that had ended meanwhile costs nothing but a new one.
  auto reply = connection->run(kAppendPurchasesScript, keys, arguments);
  if (!reply && !connection->is_open()) {
    TRY_VOID(connection->open());
    reply = connection->run(kAppendPurchasesScript, keys, arguments);
  }
  if (connection->is_open()) {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  return reply;
}

Result<void> PurchaseLog::wait_until_shown(const sales::Mark& mark) {
  std::unique_lock lock(mutex_);
  const bool shown = wake_.wait_for(lock, config_.shown_within, [&] {
    if (stopping_) return true;
    const auto now = mirror_.mark();
    return now.epoch == mark.epoch && now.offset >= mark.offset;
  });
  if (shown && !stopping_) return {};
  return fail(FailureKind::unavailable,
              "It may have been recorded, and cannot be shown now; ask again");
}

}  // namespace vitrine::store::redis
